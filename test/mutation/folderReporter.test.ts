import { byFolder, FolderReporter, scoreOf } from './FolderReporter';
import type { Report, ReportedMutant } from './report';

function reportOf(files: Record<string, Array<ReportedMutant['status']>>): Report {
	const entries = Object.entries(files).map(([name, statuses]) => {
		const mutants = statuses.map((status) => ({ status }));
		return [name, { language: 'typescript', source: '', mutants }] as const;
	});
	return { schemaVersion: '1.0', thresholds: { high: 80, low: 60 }, files: Object.fromEntries(entries) };
}

const report = reportOf({
	'nodes/ChargebeeOrders/transport/send.ts': ['Killed', 'Survived'],
	'nodes/ChargebeeOrders/transport/limits/exports.ts': ['Timeout', 'NoCoverage'],
	'nodes/ChargebeeOrders/ChargebeeOrders.node.ts': ['Ignored'],
	'credentials/ChargebeeSiteApi.credentials.ts': ['Killed'],
});

afterEach(() => {
	jest.restoreAllMocks();
	process.exitCode = undefined;
});

it('counts mutants by the folder of the node, with all that lies in it', () => {
	expect(byFolder(report)).toEqual([
		['credentials', ['Killed']],
		['nodes/ChargebeeOrders', ['Ignored']],
		['transport', ['Killed', 'Survived', 'Timeout', 'NoCoverage']],
	]);
});

it('scores what was noticed of what counts', () => {
	expect(scoreOf(['Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored'])).toBe(50);
	expect(scoreOf(['Ignored', 'RuntimeError'])).toBeUndefined();
});

it.each([
	[50, undefined],
	[51, 1],
])('with a target of %d %%, half of them ends the run with %s', (target, exitCode) => {
	jest.spyOn(process.stdout, 'write').mockReturnValue(true);
	new FolderReporter({ targets: { transport: target, encode: 85 } }).onMutationTestReportReady(report);
	expect(process.exitCode).toBe(exitCode);
});
