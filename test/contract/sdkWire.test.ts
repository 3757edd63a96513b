import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { filterName, orderListFilters } from '../../nodes/ChargebeeOrders/api/filters';
import { encodeConditions } from '../../nodes/ChargebeeOrders/encode/filterConditions';
import { encodePairs } from '../../nodes/ChargebeeOrders/encode/form';
import { conditionsFromJson } from '../../nodes/ChargebeeOrders/read/jsonFilters';

import { allOperands, editorEntry, operandFor } from './filterOperands';
import { byId, nodeRequests, only } from './nodeRequests';
import { officialSdk, sdkForm, sdkNames } from './officialSdk';
import { asJson, inEditor, orderWrites, takesJson, type OrderWrite } from './orderWrites';
import { type RecordedRequest, type RecordingServer, startRecordingServer } from './recordingServer';

/**
 * Chargebee's official SDK is the nearest thing to a specification of the bytes that the real service understands.
 * It runs here beside the node, against the same server. Where it is known to be wrong, see sdkDefects.test.ts.
 */
let server: RecordingServer;

beforeAll(async () => {
	server = await startRecordingServer();
});
afterAll(() => server.close());

async function ours(parameters: INodeParameters): Promise<RecordedRequest> {
	return only(await nodeRequests(server, parameters));
}

async function theirs(
	method: keyof typeof sdkNames.order,
	version: OrderWrite['version'],
	...args: readonly unknown[]
): Promise<RecordedRequest> {
	await officialSdk(server.url, version).order[sdkNames.order[method]]?.(...args);
	return only(server.take());
}

/** What both must agree on, byte for byte. */
function bytes({ method, path, query, body }: RecordedRequest): Partial<RecordedRequest> {
	return { method, path, query, body };
}

/** The same without the order of the fields, which the editor stores in its own. */
function unordered({ method, path, query, body }: RecordedRequest): unknown {
	return { method, path, query, fields: body.split('&').sort() };
}

function isSdkMethod(operation: string): operation is keyof typeof sdkNames.order {
	return operation in sdkNames.order;
}

async function sdkWrite({ operation, version, id, fields }: OrderWrite): Promise<RecordedRequest> {
	if (!isSdkMethod(operation)) throw new Error(`The SDK has no ${operation}`);
	const input = structuredClone(fields);
	return await theirs(operation, version, ...(id === undefined ? [input] : [id, input]));
}

describe('a write of an order sends what the SDK sends', () => {
	it.each(orderWrites.filter(takesJson).map((write) => [write.title, write] as const))(
		'%s, byte for byte from JSON',
		async (_title, write) => {
			expect(bytes(await ours(asJson(write)))).toEqual(bytes(await sdkWrite(write)));
		},
	);

	it.each(orderWrites.map((write) => [write.title, write] as const))(
		'%s, every field from its input in the editor',
		async (_title, write) => {
			expect(unordered(await ours(inEditor(write)))).toEqual(unordered(await sdkWrite(write)));
		},
	);

	it('clears a field by sending it empty', async () => {
		const sdk = await theirs('update', 'v2', 'o1', {
			status: 'shipped',
			note: '',
			tracking_id: '',
			shipping_address: { line2: '' },
			cf_color: '',
		});
		const fields = { status: 'shipped' };
		const fieldsToClear = ['note', 'tracking_id', 'shipping_address__line2', 'cf_color'];
		const node = await ours({ resource: 'order', operation: 'update', orderId: byId('o1'), fields, fieldsToClear });
		expect(bytes(node)).toEqual(bytes(sdk));
		expect(node.body).toContain('&note=&');
	});

	it('leaves out what is null', async () => {
		const fields = { note: null, tracking_id: 't', shipping_address: { city: null, zip: '1' } };
		const write = { title: '', operation: 'update', id: 'o1', fields };
		expect(bytes(await ours(asJson(write)))).toEqual(bytes(await sdkWrite(write)));
	});

	it('authenticates and describes its body as the SDK does', async () => {
		const write = { title: '', operation: 'update', id: 'o1', fields: { note: 'n' } };
		const agreed = ({ headers }: RecordedRequest): unknown => [
			headers.authorization,
			headers.accept,
			headers['content-type'],
		];
		expect(agreed(await ours(asJson(write)))).toEqual(agreed(await sdkWrite(write)));
	});

	it('sends the headers that the SDK is told to send', async () => {
		const headers = {
			'chargebee-request-origin-user': 'nathan@example.com',
			'chargebee-request-origin-ip': '2001:db8::1',
			'chargebee-request-origin-device': 'iOS "17"',
			'chargebee-business-entity-id': '__dev__8at09TEfAyAk2',
			'chargebee-event-actions': 'all-disabled',
			'chargebee-event-email': 'all-disabled',
			'chargebee-event-webhook': 'all-disabled',
			'chargebee-idempotency-key': 'key 1',
			'chargebee-response-schema-type': 'items',
		};
		const requestContext = {
			user_email: 'nathan@example.com',
			ip: '2001:db8::1',
			device: 'iOS "17"',
			business_entity_id: '__dev__8at09TEfAyAk2',
			suppress_events: ['actions', 'email', 'webhook'],
			idempotency_key: 'key 1',
			response_schema_type: 'items',
		};
		const chargebee = ({ headers: sent }: RecordedRequest): unknown =>
			Object.fromEntries(Object.entries(sent).filter(([name]) => name.startsWith('chargebee-')));
		const sdk = await theirs('update', 'v2', 'o1', { note: 'n' }, headers);
		const node = await ours({
			resource: 'order',
			operation: 'update',
			orderId: byId('o1'),
			fields: { note: 'n' },
			requestContext,
		});
		expect(chargebee(node)).toEqual(chargebee(sdk));
		expect(chargebee(node)).toEqual(headers);
	});

	it('writes any text as the SDK does', () => {
		const text = fc.string({ unit: 'grapheme', minLength: 1 });
		fc.assert(
			fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (pairs) => {
				for (const [name, value] of pairs)
					expect(encodePairs([[name, value]])).toBe(sdkForm({ [`cf_${name}`]: value }).slice('cf_'.length));
			}),
		);
	});
});

describe('a list sends what the SDK sends', () => {
	const context = { timezone: 'Etc/UTC', now: 0 };
	const all = { resource: 'order', operation: 'getAll', returnAll: true };

	it.each(orderListFilters.map((filter) => [filterName(filter), filter] as const))(
		'%s with each of its operators',
		async (name, filter) => {
			for (const operator of filter.operators) {
				const condition = { [name]: { [operator]: operandFor(filter, operator) } };
				const sdk = bytes(await theirs('getAll', 'v2', { limit: 100, ...structuredClone(condition) }));
				expect(bytes(await ours({ ...all, filters: { [name]: [editorEntry(filter, operator)] } }))).toEqual(sdk);
				expect(
					`limit=100&${encodePairs(encodeConditions(conditionsFromJson(condition, orderListFilters), context))}`,
				).toBe(sdk.query);
			}
		},
	);

	it.each([0, 1, 2, 3, 4])('all filters at once, each with its operator %i', async (round) => {
		const filters = allOperands(orderListFilters, (_operator, index) => index === round);
		const sdk = await theirs('getAll', 'v2', { limit: 100, ...structuredClone(filters) });
		expect(bytes(await ours({ ...all, specifyFilters: 'json', filtersJson: JSON.stringify(filters) }))).toEqual(
			bytes(sdk),
		);
	});

	it.each([
		['asc', 'created_at'],
		['asc', 'updated_at'],
		['desc', 'created_at'],
		['desc', 'updated_at'],
	])('sorted %s by %s, flags beside', async (direction, field) => {
		const flags = { include_deleted: true, exclude_deleted_credit_notes: false };
		const sdk = await theirs('getAll', 'v2', {
			limit: 7,
			...flags,
			[`sort_by[${direction}]`]: field,
			status: { is: 'queued' },
		});
		const node = await ours({
			...all,
			returnAll: false,
			limit: 7,
			sort: { by: { field, direction } },
			options: flags,
			filters: { status: [{ operator: 'is', value: 'queued' }] },
		});
		expect(bytes(node)).toEqual(bytes(sdk));
	});

	it.each([
		['getAll', {}, []],
		['getAllForInvoice', { invoiceId: byId('INV 1#é') }, ['INV 1#é']],
	] as const)('%s of either version, from page to page', async (operation, parameters, id) => {
		for (const version of ['v1', 'v2'] as const) {
			const offset = '["1517678686000","12&3"]';
			server.nextOffsets.push(offset);
			const pages = await nodeRequests(server, { ...all, operation, apiVersion: version, ...parameters });
			const sdk = [
				await theirs(operation, version, ...id, { limit: 100 }),
				await theirs(operation, version, ...id, { limit: 100, offset }),
			];
			expect(pages.map(bytes)).toEqual(sdk.map(bytes));
		}
	});

	it.each(['v1', 'v2'] as const)('one order of %s', async (version) => {
		const node = await ours({ resource: 'order', operation: 'get', apiVersion: version, orderId: byId('o 1?é') });
		expect(bytes(node)).toEqual(bytes(await theirs('get', version, 'o 1?é')));
	});
});
