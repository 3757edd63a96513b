import type { Filter } from '../../../nodes/ChargebeeOrders/api/filters';
import { choice, text, time } from '../../../nodes/ChargebeeOrders/api/filters';
import { eventSources } from '../../../nodes/ChargebeeOrders/api/enumerations';
import { notFound } from '../requests/apiError';
import { readFilters } from '../requests/filters';
import { listBody, readPage, readPageRequest } from '../requests/listPage';
import { readForm } from '../requests/parameters';
import type { ApiCall, Handler } from '../site';
import type { SandboxEvent } from './event';
import { eventBody, webhookStatuses } from './event';
import { eventTypes } from './eventTypes';

/** The filters of `GET /api/v2/events`. */
const eventFilters: readonly Filter[] = [
	text('id'),
	choice('webhook_status', webhookStatuses),
	choice('event_type', eventTypes),
	choice('source', eventSources),
	time('occurred_at'),
];

const SIX_DAYS = 6 * 86_400;

/** `GET /api/v2/events`: the latest first, unless another order is asked for. */
export const listEvents: Handler = (site, call) => {
	const filters = readFilters(call.pairs, eventFilters, call.entry);
	const request = readPageRequest(filters.rest, ['occurred_at'], [], call.entry);
	const descending = request.sortBy?.descending ?? true;
	const since = looksBackSixDays(call) ? site.clock() / 1000 - SIX_DAYS : -Infinity;
	const source = {
		index: site.events.byOccurrence,
		descending,
		accepts: (event: SandboxEvent) => {
			const { id, webhook_status, event_type, source, occurred_at } = event;
			return (
				site.events.isListed(event) &&
				occurred_at >= since &&
				isOfEntity(call, event) &&
				filters.matches({ id, webhook_status, event_type, source, occurred_at })
			);
		},
		name: ['events', descending, call.businessEntity, filters.fingerprint].join(' '),
	};
	const { rows, nextOffset } = readPage(source, request, site.offsets, call.entry);
	return listBody(
		rows.map((event) => ({ event: eventBody(event) })),
		nextOffset,
	);
};

/** `GET /api/v2/events/{id}`. */
export const retrieveEvent: Handler = (site, call) => {
	readForm(call.pairs, { parameters: [] }, call.entry);
	const event = site.events.get(call.id);
	if (event === undefined || !isOfEntity(call, event)) throw notFound(call.id);
	return { event: eventBody(event) };
};

/** As documented: a filter on `webhook_status` without one on `occurred_at` finds events of the last six days only. */
function looksBackSixDays({ pairs }: ApiCall): boolean {
	const has = (filter: string): boolean => pairs.some(([name]) => name.startsWith(`${filter}[`));
	return has('webhook_status') && !has('occurred_at');
}

function isOfEntity(call: ApiCall, { order }: SandboxEvent): boolean {
	return call.businessEntity === undefined || call.businessEntity === order.attributes.business_entity_id;
}
