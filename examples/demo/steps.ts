import type { IDataObject, INodeExecutionData, ITaskData } from 'n8n-workflow';

import type { WorkflowRunOptions } from '../../test/engine/harness';

import type { Paint } from './colours';
import { cut, wrap } from './wrap';

const MOST_FIELDS = 6;

function count(items: number): string {
	return `${items.toLocaleString('en')} ${items === 1 ? 'item' : 'items'}`;
}

/** The first fields of an item in one line. */
function preview(json: IDataObject): string {
	const fields = Object.entries(json).filter(([, value]) => value !== '' && typeof value !== 'object');
	return fields
		.slice(0, MOST_FIELDS)
		.map(([name, value]) => `${name} ${String(value).replace(/\s+/g, ' ')}`)
		.join(' · ');
}

/** An item of an error output: Continue On Fail turns the error into data. */
export function errorOf(item: INodeExecutionData): string | undefined {
	const { error, details } = item.json;
	if (typeof error !== 'string') return undefined;
	const hint = typeof details === 'object' && details !== null && 'hint' in details ? details.hint : undefined;
	return typeof hint === 'string' ? `${error}. ${hint}` : error;
}

/** The items of all outputs of one run of a node. */
export function itemsOf(result: ITaskData): INodeExecutionData[] {
	return (result.data?.main ?? []).flatMap((output) => output ?? []);
}

/** Prints each step of a run as it happens; what the node says of itself comes from its own messages and hints. */
export function stepPrinter(
	print: (line: string) => void,
	paint: Paint,
): Pick<WorkflowRunOptions, 'onNodeStart' | 'onNodeFinish' | 'onUiMessage' | 'onLog'> {
	return {
		onNodeStart: (name) => print(`\n▶ ${paint.bold(name)}`),
		// What the node does comes as a message to the editor and as an info line of the log; one of them is enough.
		onUiMessage: (message) => print(paint.dim(wrap(String(message), '  · '))),
		onLog: ({ level, message }) => {
			if (level === 'warn' || level === 'error') print(paint.yellow(wrap(message, '  ! ')));
		},
		onNodeFinish: (_name, result) => {
			const time = `${(result.executionTime / 1000).toFixed(1)} s`;
			if (result.error) return print(paint.red(`  ✗ failed after ${time}`));
			const items = itemsOf(result);
			const hints = (result.hints ?? []).map(({ message }) => message);
			const said = [...(hints.length > 0 ? hints : [`${count(items.length)}.`]), `(${time})`].join(' ');
			print(wrap(said, '  ✓ ').replace('✓', paint.green('✓')));
			const failed = items.map(errorOf).find((error) => error !== undefined);
			if (failed !== undefined) return print(paint.red(wrap(failed, '    ')));
			const first = preview(items[0]?.json ?? {});
			if (first !== '') print(paint.dim(cut(`    ${first}`)));
		},
	};
}
