import Table from 'cli-table3';

import type { Report, ReportedMutant } from './report';

type Status = ReportedMutant['status'];

/** The folder that a file is counted under: that below the node, or where it lies itself. */
function folderOf(fileName: string): string {
	const [, node, folder, ...rest] = fileName.split('/');
	if (node !== 'ChargebeeOrders') return fileName.split('/')[0] ?? '';
	return rest.length === 0 ? `nodes/${node}` : (folder ?? '');
}

/** The share of the mutants that tests notice, in percent; `undefined` where there are none. */
export function scoreOf(statuses: readonly Status[]): number | undefined {
	const noticed = statuses.filter((status) => status === 'Killed' || status === 'Timeout').length;
	const unnoticed = statuses.filter((status) => status === 'Survived' || status === 'NoCoverage').length;
	return noticed + unnoticed === 0 ? undefined : (100 * noticed) / (noticed + unnoticed);
}

/** The statuses of the mutants by folder, in alphabetical order. */
export function byFolder({ files }: Report): Array<[folder: string, statuses: Status[]]> {
	const folders = new Map<string, Status[]>();
	for (const [fileName, { mutants }] of Object.entries(files)) {
		const folder = folderOf(fileName);
		folders.set(folder, [...(folders.get(folder) ?? []), ...mutants.map(({ status }) => status)]);
	}
	return [...folders].sort(([one], [other]) => one.localeCompare(other));
}

/** Prints the score of each folder of the node beside its target; below a target the run ends with 1. */
export class FolderReporter {
	static readonly inject = ['options'] as const;

	constructor(private readonly options: { targets?: Readonly<Record<string, number>> }) {}

	onMutationTestReportReady(report: Report): void {
		const { targets = {} } = this.options;
		const table = new Table({
			head: ['Folder', 'Killed', 'Timed out', 'Survived', 'Not reached', 'Score', 'Target'],
			style: { head: [], border: [] },
		});
		for (const [folder, statuses] of byFolder(report)) {
			const count = (wanted: Status): number => statuses.filter((status) => status === wanted).length;
			const score = scoreOf(statuses);
			const target = targets[folder];
			table.push([
				folder,
				count('Killed'),
				count('Timeout'),
				count('Survived'),
				count('NoCoverage'),
				score === undefined ? '' : `${score.toFixed(1)} %`,
				target === undefined ? '' : `${target} %`,
			]);
			if (score !== undefined && target !== undefined && score < target) process.exitCode = 1;
		}
		process.stdout.write(`${table.toString()}\n`);
	}
}
