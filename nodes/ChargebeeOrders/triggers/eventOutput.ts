import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { orderOutput, timeOutput, type OutputOptions } from '../output/orderOutput';

import type { OrderEvent } from './orderEvent';

/** How events are handed out. */
export interface EventOutput extends Pick<OutputOptions, 'timestamps' | 'amounts'> {
	/** The order with the event beside its fields, or the event exactly as Chargebee sent it. */
	readonly as: 'order' | 'event';
}

/** What is told of the event beside the order. */
const facts = ['occurred_at', 'source', 'user'] as const;

/** The item that an event gives. A fact that Chargebee did not send is left out. */
export function eventItem({ id, type, order, sent }: OrderEvent, output: EventOutput): INodeExecutionData {
	if (output.as === 'event') return { json: { ...sent } as IDataObject };
	const told = facts
		.filter((name) => sent[name] !== undefined)
		.map((name) => [name, name === 'occurred_at' ? timeOutput(sent[name], output.timestamps) : sent[name]]);
	const event = { id, type, ...Object.fromEntries(told) } as IDataObject;
	return { json: { ...orderOutput(order, { ...output, shape: 'raw', fields: [] }), event } };
}
