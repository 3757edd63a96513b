import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Execution } from '../server';

/** The items that a node gave on one output, over all its runs in an execution; none where it did not run. */
export function itemsOf({ runData }: Execution, node: string, output = 0): INodeExecutionData[] {
	return (runData[node] ?? []).flatMap(({ data }) => data?.main?.[output] ?? []);
}

/** Their fields. */
export function jsonOf(execution: Execution, node: string, output = 0): IDataObject[] {
	return itemsOf(execution, node, output).map(({ json }) => json);
}
