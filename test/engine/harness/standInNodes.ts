import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

export const manualTrigger = 'n8n-nodes-base.manualTrigger';

/**
 * Hands its items on. It stands in for those of n8n's own nodes that example workflows need and that do no more
 * (triggers by hand and by clock, sticky note, no operation), since the package that has them takes gigabytes to install.
 */
export class NoOp implements INodeType {
	description: INodeTypeDescription;

	constructor(name = 'noOp', group: INodeTypeDescription['group'] = ['transform']) {
		this.description = {
			displayName: name,
			name,
			group,
			version: 1,
			description: 'Hands its items on',
			defaults: { name },
			inputs: group.includes('trigger') ? [] : [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** The stand-ins by the names that workflows have for n8n's own nodes. */
export function standInNodes(): Record<string, INodeType> {
	return {
		[manualTrigger]: new NoOp('manualTrigger', ['trigger']),
		'n8n-nodes-base.scheduleTrigger': new NoOp('scheduleTrigger', ['trigger']),
		'n8n-nodes-base.stickyNote': new NoOp('stickyNote', ['input']),
		'n8n-nodes-base.noOp': new NoOp(),
	};
}
