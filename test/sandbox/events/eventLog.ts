import { randomUUID } from 'node:crypto';
import type { Order } from '../orders/order';
import type { OrderState, OrderTable } from '../orders/orderTable';
import { stateOf } from '../orders/orderTable';
import { SortedIndex } from '../requests/sortedIndex';
import type { EventSource, OrderEventType, SandboxEvent } from './event';
import { eventTypesOf } from './eventTypesOf';

/** Who writes. */
export interface Writer {
	source: EventSource;
	user?: string;
	/** Whether the write asks for no deliveries. */
	suppressed: boolean;
}

/** The events of the site. Every write to the orders adds to them. */
export class EventLog {
	readonly byOccurrence = new SortedIndex<SandboxEvent>(({ occurred_at }) => occurred_at);
	private readonly events = new Map<string, SandboxEvent>();
	/** No two sandboxes share an ID: what remembers IDs may outlive one of them. */
	private readonly prefix = `ev_${randomUUID().slice(0, 8)}`;
	private writer: Writer;
	private listener: ((event: SandboxEvent) => void) | undefined;

	/** `source` is that of writes that no request made; `clock` is the unix time in milliseconds. */
	constructor(
		orders: OrderTable,
		source: EventSource,
		private lagMs: number,
		private readonly clock: () => number,
	) {
		this.writer = { source, user: userOf(source), suppressed: false };
		orders.watch({ before: () => undefined, after: (order, before) => this.noteWrite(order, before) });
	}

	/** Calls back with every event once it is made. */
	listen(listener: (event: SandboxEvent) => void): void {
		this.listener = listener;
	}

	/** What is written during the work is written by this writer. */
	writtenBy<Result>(writer: Omit<Writer, 'user'>, work: () => Result): Result {
		const usual = this.writer;
		this.writer = { ...writer, user: userOf(writer.source) };
		try {
			return work();
		} finally {
			this.writer = usual;
		}
	}

	/** Adds an event of an order; `occurred_at` in unix seconds, now by default. */
	add(
		event_type: OrderEventType,
		order: Order,
		{ occurred_at, ...writer }: Partial<Writer> & { occurred_at?: number } = {},
	): SandboxEvent {
		const at = this.clock();
		const source = writer.source ?? this.writer.source;
		const sequence = this.events.size;
		const event: SandboxEvent = {
			sequence,
			id: `${this.prefix}_${sequence + 1}`,
			at,
			occurred_at: occurred_at ?? Math.floor(at / 1000),
			source,
			user: writer.user ?? userOf(source),
			event_type,
			order,
			suppressed: writer.suppressed ?? this.writer.suppressed,
			webhook_status: 'not_configured',
			webhooks: [],
		};
		this.events.set(event.id, event);
		this.byOccurrence.add(event);
		this.listener?.(event);
		return event;
	}

	get(id: string): SandboxEvent | undefined {
		return this.events.get(id);
	}

	/** The event with an ID that must be there. */
	named(id: string): SandboxEvent {
		const event = this.events.get(id);
		if (event === undefined) throw new Error(`the sandbox has no event ${id}`);
		return event;
	}

	/** All events in the order of their making. */
	all(): SandboxEvent[] {
		return [...this.events.values()];
	}

	setLag(ms: number): void {
		this.lagMs = ms;
	}

	/** Whether lists see an event already. */
	isListed(event: SandboxEvent): boolean {
		return event.at + this.lagMs <= this.clock();
	}

	private noteWrite(order: Order, before: OrderState | undefined): void {
		const written = order.snapshot();
		const occurred_at = before === undefined ? undefined : order.attributes.updated_at;
		for (const type of eventTypesOf(before, stateOf(order))) this.add(type, written, { occurred_at });
	}
}

function userOf(source: EventSource): string | undefined {
	if (source === 'api') return 'full_access_key_v1';
	return source === 'admin_console' ? 'admin@sandbox.example' : undefined;
}
