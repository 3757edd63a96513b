import { eventSources, orderEventTypes, orderStatuses } from '../../../nodes/ChargebeeOrders/api/enumerations';
import { eventProperties, triggerOptions } from '../../../nodes/ChargebeeOrders/description/triggerProperties';
import { passes, type EventFilter } from '../../../nodes/ChargebeeOrders/triggers/eventFilter';
import { eventItem, type EventOutput } from '../../../nodes/ChargebeeOrders/triggers/eventOutput';
import { triggerParameters, type TriggerParameters } from '../../../nodes/ChargebeeOrders/triggers/eventParameters';
import { orderEvents } from '../../../nodes/ChargebeeOrders/api/events';
import { envelopeOf, orderEventOf, type OrderEvent } from '../../../nodes/ChargebeeOrders/triggers/orderEvent';

function eventOf(more: object = {}, order: object = {}): OrderEvent {
	const envelope = envelopeOf({
		id: 'ev_1',
		event_type: 'order_created',
		occurred_at: 1_763_812_800,
		source: 'api',
		content: { order: { id: 'o_1', status: 'queued', currency_code: 'USD', total: 1999, ...order } },
		...more,
	});
	const event = envelope === undefined ? undefined : orderEventOf(envelope);
	if (event === undefined) throw new Error('that is no event of an order');
	return event;
}

function parametersOf(values: Record<string, unknown>): TriggerParameters {
	return triggerParameters({ getNodeParameter: (name, fallback) => values[name] ?? fallback });
}

function filterOf(options: object, events: unknown = ['order_created']): EventFilter {
	return parametersOf({ events, options }).filter;
}

describe('the parameters', () => {
	it('offer the nine events by the names of which n8n makes "On order cancelled"', () => {
		const [events] = eventProperties;
		expect(events?.displayName).toBe('Events');
		expect(events?.options).toEqual(orderEvents);
		expect(orderEvents.map(({ name }) => `On ${name.toLowerCase()}`)).toEqual([
			'On order cancelled',
			'On order created',
			'On order deleted',
			'On order delivered',
			'On order ready to process',
			'On order ready to ship',
			'On order resent',
			'On order returned',
			'On order updated',
		]);
		expect(new Set(orderEvents.map(({ value }) => value))).toEqual(new Set(orderEventTypes));
	});

	it('offer every source and every status', () => {
		const { options = [] } = triggerOptions([]);
		const valuesOf = (name: string): unknown =>
			options.flatMap((option) =>
				option.name === name && 'options' in option
					? (option.options ?? []).map((one) => ('value' in one ? one.value : undefined))
					: [],
			);
		expect(valuesOf('ignoreSources')).toEqual([...eventSources].sort());
		expect(valuesOf('statuses')).toEqual([...orderStatuses].sort());
	});

	it('are read with each event once, sorted', () => {
		expect(parametersOf({ events: ['order_updated', 'order_created', 'order_updated'] }).events).toEqual([
			'order_created',
			'order_updated',
		]);
		expect(parametersOf({ events: '["order_updated"]' }).events).toEqual(['order_updated']);
	});

	it.each([[[]], [''], [null], [['']]])('are refused without an event: %j', (events) => {
		expect(() => parametersOf({ events })).toThrow('No event is chosen, and to Chargebee that would mean all events');
	});

	it.each([
		[{ events: ['order_canceled'] }, 'Events cannot be "order_canceled"', 'order_cancelled'],
		[{ options: { ignoreSources: ['apy'] } }, 'Ignore Sources cannot be "apy"', 'api'],
		[{ options: { statuses: ['shiped'] } }, 'Only Statuses cannot be "shiped"', 'shipped'],
		[{ output: 'events' }, 'Output cannot be "events"', 'event'],
		[{ options: { timestamps: 'is' } }, 'Timestamps cannot be "is"', 'iso'],
	])('are refused with the nearest value: %j', (values, message, meant) => {
		let refusal: unknown;
		try {
			parametersOf({ events: ['order_created'], ...values });
		} catch (reason) {
			refusal = reason;
		}
		expect(refusal).toMatchObject({ message, hint: expect.stringContaining(`Did you mean "${meant}"`) });
	});
});

describe('the filter lets an event pass', () => {
	it.each<[boolean, string, object, OrderEvent]>([
		[true, 'without any', {}, eventOf()],
		[false, 'of a type that is not chosen', {}, eventOf({ event_type: 'order_updated' })],
		[false, 'from a source that is ignored', { ignoreSources: ['portal', 'api'] }, eventOf()],
		[true, 'from another source', { ignoreSources: ['portal'] }, eventOf()],
		[true, 'that names no source', { ignoreSources: ['api'] }, eventOf({ source: undefined })],
		[true, 'of an order with the status', { statuses: ['shipped', 'queued'] }, eventOf()],
		[false, 'of an order with another status', { statuses: ['shipped'] }, eventOf()],
		[false, 'of an order without the entity', { businessEntityIds: ['be_1'] }, eventOf()],
		[true, 'of the entity', { businessEntityIds: [' be_1 '] }, eventOf({}, { business_entity_id: 'be_1' })],
		[true, 'of any entity where the IDs are blank', { businessEntityIds: ['', ' '] }, eventOf()],
	])('%s: %s', (expected, _what, options, event) => {
		expect(passes(event, filterOf(options))).toBe(expected);
	});
});

describe('an event is handed out', () => {
	const plain: EventOutput = { as: 'order', timestamps: 'unix', amounts: 'minor' };

	it('as the order with the event beside its fields', () => {
		expect(eventItem(eventOf({ user: 'nathan' }), plain)).toEqual({
			json: {
				id: 'o_1',
				status: 'queued',
				currency_code: 'USD',
				total: 1999,
				event: { id: 'ev_1', type: 'order_created', occurred_at: 1_763_812_800, source: 'api', user: 'nathan' },
			},
		});
	});

	it('without what Chargebee did not send', () => {
		expect(eventItem(eventOf({ source: undefined }), plain).json.event).toEqual({
			id: 'ev_1',
			type: 'order_created',
			occurred_at: 1_763_812_800,
		});
	});

	it('with times and amounts as they are wanted', () => {
		const { json } = eventItem(eventOf(), { as: 'order', timestamps: 'iso', amounts: 'decimal' });
		expect(json).toMatchObject({ total: '19.99', event: { occurred_at: '2025-11-22T12:00:00Z' } });
	});

	it('exactly as it was sent', () => {
		const event = eventOf({ webhook_status: 'scheduled' });
		expect(eventItem(event, { as: 'event', timestamps: 'iso', amounts: 'decimal' }).json).toEqual(event.sent);
	});
});

it.each([
	undefined,
	null,
	'text',
	[],
	{},
	{ id: 'e', event_type: 't' },
	{ id: '', event_type: 't', content: {} },
	{ id: 'e', event_type: 1, content: {} },
	{ id: 'e', event_type: 't', content: [] },
])('is no event: %j', (value) => {
	expect(envelopeOf(value)).toBeUndefined();
});
