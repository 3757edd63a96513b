import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SandboxClock } from '../clock';
import type { EventWebhook, SandboxEvent, WebhookStatus } from '../events/event';
import type { ScriptedDelivery } from '../script';
import type { ForgedDelivery } from './deliveryRequest';
import { deliveryRequest } from './deliveryRequest';
import type { Endpoint, EndpointTable } from './endpointTable';
import { takes } from './endpointTable';
import type { DeliveryFault, DeliveryResult } from './sendDelivery';
import { sendDelivery } from './sendDelivery';

/** One try to deliver an event to an endpoint. */
export interface Delivery extends DeliveryResult {
	/** When it began, in milliseconds since the start of the sandbox. */
	at: number;
	endpointId: string;
	eventId: string;
	/** 1 to 8; 0 where a script sent it by hand. */
	try: number;
}

/** The order in which held deliveries go out: that of the events, the reverse one, or that of the IDs, the others after them. */
export type ReleaseOrder = 'arrival' | 'reverse' | readonly string[];

const MINUTE = 60_000;

/** The pauses before the seven repeats, in milliseconds; the last one is some three days and seven hours after the event. */
export const repeatPauses: readonly number[] = [2, 6, 30, 60, 5 * 60, 24 * 60, 2 * 24 * 60].map(
	(minutes) => minutes * MINUTE,
);

export interface DeliveryParts {
	endpoints: EndpointTable;
	clock: SandboxClock;
	/** Whether events are delivered without a script that asks for it. */
	deliver: boolean;
	/** How long an answer may take, in milliseconds of the machine's clock. */
	timeoutMs: number;
	/** Ends every delivery and every wait. */
	closing: AbortSignal;
}

/**
 * Brings events to the endpoints that take them: to one endpoint after the other, several events side by side. What is
 * not answered with 2xx is repeated seven times, on the clock of the sandbox.
 */
export class Deliveries {
	readonly entries: Delivery[] = [];
	private readonly startedAt: number;
	private readonly faults: DeliveryFault[] = [];
	private held: SandboxEvent[] | undefined;
	/** What is being followed: from the event to its last try. */
	private readonly followed = new Set<Promise<void>>();
	private underWay = 0;
	private idle: Array<() => void> = [];

	constructor(private readonly parts: DeliveryParts) {
		this.startedAt = parts.clock.now();
	}

	/** Takes a new event: decides which endpoints it is for, and sends it unless deliveries are held or off. */
	announce(event: SandboxEvent): void {
		const endpoints = this.parts.endpoints.all();
		const enabled = endpoints.filter(({ attributes }) => !attributes.disabled);
		const taking = event.suppressed ? [] : enabled.filter((endpoint) => takes(endpoint, event.event_type));
		event.webhooks = taking.map(({ attributes }) => ({ id: attributes.id, webhook_status: 'scheduled' }));
		event.webhook_status = statusOfNew(event, endpoints.length, enabled.length);
		if (taking.length === 0 || !this.parts.deliver) return;
		if (this.held === undefined) void this.begin(event);
		else this.held.push(event);
	}

	/** Sends an event now, as by hand from Chargebee's console: to the endpoint that is named, or to all that take it. */
	async sendByHand(event: SandboxEvent, { endpointId, times = 1, ...forged }: ScriptedDelivery): Promise<Delivery[]> {
		const endpoints = this.parts.endpoints
			.all()
			.filter((endpoint) =>
				endpointId === undefined
					? !endpoint.attributes.disabled && takes(endpoint, event.event_type)
					: endpoint.attributes.id === endpointId,
			);
		if (endpoints.length === 0) throw new Error(`no webhook endpoint of the sandbox takes ${event.id}`);
		const deliveries: Delivery[] = [];
		for (let time = 0; time < times; time += 1) {
			for (const endpoint of endpoints) {
				const delivery = await this.send(event, endpoint, 0, forged);
				if (delivery !== undefined) deliveries.push(delivery);
			}
		}
		return deliveries;
	}

	/** Keeps the events of now on back. */
	hold(): void {
		this.held ??= [];
	}

	/** Sends what was held, one event after the other, and holds no longer. */
	async release(order: ReleaseOrder): Promise<void> {
		const held = inOrder(this.held ?? [], order);
		this.held = undefined;
		for (const event of held) await this.begin(event);
	}

	/** Lets something happen to the next try. */
	spoilNext(fault: DeliveryFault): void {
		this.faults.push(fault);
	}

	/** Resolves when nothing is under way; a repeat that is due later is not. */
	async delivered(): Promise<void> {
		if (this.underWay > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
	}

	/** Resolves when everything has ended, after the signal. */
	async ended(): Promise<void> {
		await Promise.all([this.delivered(), ...this.followed]);
	}

	/** Sends an event for the first time, and sees to its repeats; resolves after the first time. */
	private async begin(event: SandboxEvent): Promise<void> {
		const first = this.round(event, 1);
		const followed = first.then(async () => await this.repeat(event));
		this.followed.add(followed);
		void followed.finally(() => this.followed.delete(followed));
		await first;
	}

	private async repeat(event: SandboxEvent): Promise<void> {
		for (const [index, pause] of repeatPauses.entries()) {
			if (pending(event).length === 0 || this.parts.closing.aborted) return;
			await this.parts.clock.sleep(pause, this.parts.closing);
			if (this.parts.closing.aborted) return;
			await this.round(event, index + 2);
		}
	}

	/** One try at each endpoint that has not answered yet, as the endpoints are now. */
	private async round(event: SandboxEvent, attempt: number): Promise<void> {
		this.enter();
		try {
			// The answer to the write goes first.
			await nextTurn();
			for (const webhook of pending(event)) await this.try(event, webhook, attempt);
		} finally {
			this.leave();
		}
	}

	private async try(event: SandboxEvent, webhook: EventWebhook, attempt: number): Promise<void> {
		const endpoint = this.parts.endpoints.get(webhook.id);
		if (endpoint === undefined || endpoint.attributes.disabled) return note(event, webhook, 'disabled');
		const delivery = await this.send(event, endpoint, attempt, {});
		if (delivery === undefined) return;
		const failed = attempt > repeatPauses.length ? 'failed' : 're_scheduled';
		note(event, webhook, isSuccess(delivery) ? 'succeeded' : failed);
	}

	private async send(
		event: SandboxEvent,
		endpoint: Endpoint,
		attempt: number,
		forged: ForgedDelivery,
	): Promise<Delivery | undefined> {
		const { clock, timeoutMs, closing } = this.parts;
		const at = Math.round(clock.now() - this.startedAt);
		const request = deliveryRequest(event, endpoint, forged);
		this.enter();
		const result = await sendDelivery(request, { fault: this.faults.shift(), timeoutMs, signal: closing });
		this.leave();
		if (result === undefined) return undefined;
		const delivery = { at, endpointId: endpoint.attributes.id, eventId: event.id, try: attempt, ...result };
		this.entries.push(delivery);
		return delivery;
	}

	private enter(): void {
		this.underWay += 1;
	}

	private leave(): void {
		this.underWay -= 1;
		if (this.underWay > 0) return;
		for (const resolve of this.idle.splice(0)) resolve();
	}
}

function isSuccess({ status }: DeliveryResult): boolean {
	return status >= 200 && status < 300;
}

/** The webhooks of an event that are still to be tried. */
function pending({ webhooks }: SandboxEvent): EventWebhook[] {
	return webhooks.filter(({ webhook_status }) => webhook_status === 'scheduled' || webhook_status === 're_scheduled');
}

/** Notes what became of one webhook of an event, and so of the event: the worst of all counts. */
function note(event: SandboxEvent, webhook: EventWebhook, status: WebhookStatus): void {
	webhook.webhook_status = status;
	const worst = (['scheduled', 're_scheduled', 'failed', 'succeeded'] as const).find((candidate) =>
		event.webhooks.some(({ webhook_status }) => webhook_status === candidate),
	);
	event.webhook_status = worst ?? status;
}

/** The names are Chargebee's; which of them says what is inferred. */
function statusOfNew(event: SandboxEvent, endpoints: number, enabled: number): WebhookStatus {
	if (event.suppressed) return 'skipped';
	if (endpoints === 0) return 'not_configured';
	if (enabled === 0) return 'disabled';
	return event.webhooks.length === 0 ? 'not_applicable' : 'scheduled';
}

function inOrder(events: readonly SandboxEvent[], order: ReleaseOrder): SandboxEvent[] {
	if (order === 'arrival') return [...events];
	if (order === 'reverse') return [...events].reverse();
	const named = order.flatMap((id) => events.filter((event) => event.id === id));
	return [...named, ...events.filter((event) => !order.includes(event.id))];
}
