import { eventSources, orderEventTypes } from '../../nodes/ChargebeeOrders/api/enumerations';
import { endpointEventTypes, eventTypes } from '../sandbox/events/eventTypes';
import { webhookStatuses } from '../sandbox/events/event';
import { parameterSchema, sdkEndpoints } from './officialSdk';

/** The events, sources and statuses of the nodes and of the sandbox are those of the SDK's schemas. */
const sorted = (values: readonly string[] = []): string[] => [...values].sort();
const filterValues = (filter: string, operator: string): string[] =>
	sorted(parameterSchema('event', 'list').properties?.[filter]?.properties?.[operator]?.enum);

it.each(['create', 'update'])('what an endpoint can take on %s', (method) => {
	const { items } = parameterSchema('webhookEndpoint', method).properties?.enabled_events ?? {};
	expect(sorted(endpointEventTypes)).toEqual(sorted(items?.enum));
});

it('the nine events of an order', () => {
	const { items } = parameterSchema('webhookEndpoint', 'create').properties?.enabled_events ?? {};
	expect(sorted(orderEventTypes)).toEqual(sorted(items?.enum).filter((type) => type.startsWith('order_')));
});

it.each(['is', 'is_not', 'in', 'not_in'])('what a list of events can be filtered by with %s', (operator) => {
	expect(sorted(eventTypes)).toEqual(filterValues('event_type', operator));
	expect(sorted(eventSources)).toEqual(filterValues('source', operator));
	expect(sorted(webhookStatuses)).toEqual(filterValues('webhook_status', operator));
});

it('the requests', () => {
	const requestsOf = (resource: 'event' | 'webhookEndpoint'): string[] =>
		sdkEndpoints(resource).map(({ name, method, path }) => `${name}: ${method} ${path}`);
	expect(requestsOf('event')).toEqual(['list: GET /events', 'retrieve: GET /events/{id}']);
	expect(requestsOf('webhookEndpoint')).toEqual([
		'create: POST /webhook_endpoints',
		'update: POST /webhook_endpoints/{id}',
		'retrieve: GET /webhook_endpoints/{id}',
		'delete: POST /webhook_endpoints/{id}/delete',
		'list: GET /webhook_endpoints',
	]);
});
