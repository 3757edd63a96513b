import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';

import { NoOp } from '../engine/harness/standInNodes';

/** What stands in a Code node: it makes items of items. */
export type Code = (items: IDataObject[]) => IDataObject[] | Promise<IDataObject[]>;

/** A stand-in for n8n's Code node; what each node of a workflow does is found by its name. */
export function codeNode(codes: ReadonlyMap<string, Code>): INodeType {
	return {
		description: new NoOp('code').description,
		async execute(): Promise<INodeExecutionData[][]> {
			const items = this.getInputData().map(({ json }) => json);
			const made = (await codes.get(this.getNode().name)?.(items)) ?? [];
			return [made.map((json) => ({ json }))];
		},
	};
}
