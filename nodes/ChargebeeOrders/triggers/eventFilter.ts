import type { EventEnvelope, OrderEvent } from './orderEvent';

/** Which events start the workflow. An empty set of statuses or business entities lets all of them pass. */
export interface EventFilter {
	readonly events: ReadonlySet<unknown>;
	readonly ignoreSources: ReadonlySet<unknown>;
	readonly statuses: ReadonlySet<unknown>;
	readonly businessEntityIds: ReadonlySet<unknown>;
}

/** Whether an event is one of those that were chosen, by its type alone. */
export function isChosen({ type }: EventEnvelope, { events }: EventFilter): boolean {
	return events.has(type);
}

/** Whether an event starts the workflow: by its type, who caused it, and the status and business entity of its order. */
export function passes(event: OrderEvent, filter: EventFilter): boolean {
	const { ignoreSources, statuses, businessEntityIds } = filter;
	return (
		isChosen(event, filter) &&
		!ignoreSources.has(event.source) &&
		(statuses.size === 0 || statuses.has(event.order.status)) &&
		(businessEntityIds.size === 0 || businessEntityIds.has(event.order.business_entity_id))
	);
}
