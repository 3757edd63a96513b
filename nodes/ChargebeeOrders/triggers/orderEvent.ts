import { isRecord } from '../encode/fields';

/** What every event of Chargebee has: `{ id, event_type, source, occurred_at, content: { order: {…} } }`. */
export interface EventEnvelope {
	readonly id: string;
	/** Of any resource: an endpoint that was changed by hand may send others than those of orders. */
	readonly type: string;
	readonly source: unknown;
	readonly content: Readonly<Record<string, unknown>>;
	/** All of it, as Chargebee sent it. */
	readonly sent: Readonly<Record<string, unknown>>;
}

/** An event of an order, with the whole order as it was then. */
export interface OrderEvent extends EventEnvelope {
	readonly order: Readonly<Record<string, unknown>>;
}

/** The event that a value is; `undefined` for anything else. */
export function envelopeOf(value: unknown): EventEnvelope | undefined {
	if (!isRecord(value)) return undefined;
	const { id, event_type: type, content, source } = value;
	if (typeof id !== 'string' || id === '' || typeof type !== 'string' || !isRecord(content)) return undefined;
	return { id, type, source, content, sent: value };
}

/** The event with its order; `undefined` where it holds no order, or one without an ID. */
export function orderEventOf(envelope: EventEnvelope): OrderEvent | undefined {
	const { order } = envelope.content;
	if (!isRecord(order) || typeof order.id !== 'string' || order.id === '') return undefined;
	return { ...envelope, order };
}
