import type { eventSources, orderEventTypes } from '../../../nodes/ChargebeeOrders/api/enumerations';
import type { ApiVersion } from '../../../nodes/ChargebeeOrders/api/parameter';
import type { Order } from '../orders/order';
import { orderBody } from '../orders/orderBody';

export type OrderEventType = (typeof orderEventTypes)[number];
export type EventSource = (typeof eventSources)[number];

/** What can become of the deliveries of an event. Source: Chargebee's SDK 3.33.0. */
export const webhookStatuses = [
	'not_configured',
	'scheduled',
	'succeeded',
	're_scheduled',
	'failed',
	'skipped',
	'not_applicable',
	'disabled',
	'rate_limited',
] as const;

export type WebhookStatus = (typeof webhookStatuses)[number];

/** What became of the deliveries of an event to one endpoint. */
export interface EventWebhook {
	/** The ID of the endpoint. */
	readonly id: string;
	webhook_status: WebhookStatus;
}

/** An event of the sandbox; the names are the API's. */
export interface SandboxEvent {
	/** Numbers the events in the order of their making. */
	readonly sequence: number;
	readonly id: string;
	/** When it was made, in unix milliseconds: lists see it `lagMs` later. */
	readonly at: number;
	/** Unix seconds. */
	readonly occurred_at: number;
	readonly source: EventSource;
	readonly user?: string;
	readonly event_type: OrderEventType;
	/** The order as the write left it; all events of one write share it. */
	readonly order: Order;
	/** Whether the write asked for no deliveries. */
	readonly suppressed: boolean;
	webhook_status: WebhookStatus;
	/** The endpoints that it is for. */
	webhooks: EventWebhook[];
}

/** The event as an answer and a delivery have it; `version` is that of the endpoint. */
export function eventBody(event: SandboxEvent, version: ApiVersion = 'v2'): Record<string, unknown> {
	const { id, occurred_at, source, user, order, event_type, webhook_status, webhooks } = event;
	return {
		id,
		occurred_at,
		source,
		user,
		object: 'event',
		api_version: version,
		content: orderBody(order, version),
		event_type,
		webhook_status,
		webhooks: webhooks.map((webhook) => ({ ...webhook, object: 'webhook' })),
	};
}
