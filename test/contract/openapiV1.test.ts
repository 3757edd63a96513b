import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { INodeParameters } from 'n8n-workflow';

import { createV1, updateV1 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import openApi from './facts/openApiV1.json';
import { byId, decodedPairs, nodeRequests } from './nodeRequests';
import type { JsonSchema } from './officialSdk';
import { asJson, inEditor as inputs, orderWrites } from './orderWrites';
import type { RecordedRequest, RecordingServer } from './recordingServer';
import { startRecordingServer } from './recordingServer';
import { shownProperties } from './surface/editor';
import { editorFacts } from './surface/editorFacts';
import { differences, visibleFacts } from './surface/facts';
import { inEditorOfV1, inTablesOfV1, type KnownDifference } from './surface/knownDifferences';
import { schemaFacts } from './surface/schemaFacts';
import { parameterFacts } from './surface/tableFacts';

/** The node's requests of version 1 against Chargebee's OpenAPI document of that version, which the SDK does not cover. */
type OperationName = keyof typeof openApi.operations;

interface DocumentedOperation {
	parameters: string[];
	contentType?: string;
	form?: JsonSchema;
}

const operations: Readonly<Record<OperationName, DocumentedOperation>> = openApi.operations;
const parameters: Readonly<Record<string, { in: string; schema: JsonSchema }>> = openApi.parameters;

const ajv = addFormats(new Ajv({ strict: false, coerceTypes: true, allErrors: true }));

/** What the document has wrong or leaves out; each is documented elsewhere by Chargebee. */
const documentDefects: Readonly<Record<string, string>> = {
	'chargebee-idempotency-key is not documented': 'The page on idempotency of version 1: any POST takes it',
	'chargebee-request-origin-user-encoded must match format "email"':
		'It is Base64, as the example of the document itself',
};

function complaints(name: string, schema: JsonSchema, value: unknown): string[] {
	const validate = ajv.compile(schema);
	return validate(value)
		? []
		: (validate.errors ?? []).map(({ instancePath, message }) => `${name}${instancePath} ${message ?? ''}`);
}

/** `shipping_address[city]` into an object, as `deepObject` of OpenAPI says. */
function formObject(body: string): Record<string, unknown> {
	const form: Record<string, unknown> = {};
	for (const [name, value] of decodedPairs(body)) {
		const [, group, member] = /^(\w+)\[(\w+)\]$/.exec(name) ?? [];
		if (group === undefined || member === undefined) form[name] = value;
		else form[group] = { ...(form[group] as object | undefined), [member]: value };
	}
	return form;
}

/** The document allows fields that it does not list; the node is held to those that it lists, and custom fields. */
function closed(schema: JsonSchema): JsonSchema {
	const inner = Object.entries(schema.properties ?? {}).map(([name, property]) => [
		name,
		property.properties === undefined ? property : closed(property),
	]);
	return {
		...schema,
		properties: Object.fromEntries(inner),
		additionalProperties: false,
		patternProperties: { '^cf_': {} },
	} as JsonSchema;
}

function operationOf({ method, path }: RecordedRequest): OperationName | undefined {
	return (Object.keys(operations) as OperationName[]).find((name) => {
		const [verb, template = ''] = name.split(' ');
		return verb === method && new RegExp(`^/api/v1${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
	});
}

/** Everything in a request that is not valid by the document, in one line each. */
function violations(request: RecordedRequest): string[] {
	const name = operationOf(request);
	if (name === undefined) return [`${request.method} ${request.path} is not documented`];
	const operation = operations[name];
	const sent: Array<[string, string]> = [
		...Object.entries(request.headers).filter(([header]) => header.startsWith('chargebee-')),
		...decodedPairs(request.query),
	];
	const form = operation.form === undefined ? [] : complaints('form', closed(operation.form), formObject(request.body));
	const type =
		operation.contentType === undefined || request.headers['content-type']?.startsWith(operation.contentType) === true;
	return [
		...sent.flatMap(([parameter, value]) =>
			operation.parameters.includes(parameter)
				? complaints(parameter, parameters[parameter]?.schema ?? {}, value)
				: [`${parameter} is not documented`],
		),
		...form,
		...(type ? [] : ['the content type is another']),
		...(operation.form === undefined && request.body !== '' ? ['there is a body'] : []),
	];
}

let server: RecordingServer;

beforeAll(async () => {
	server = await startRecordingServer();
});
afterAll(() => server.close());

/** The violations of all requests of a run; at least one request must have been sent. */
async function violationsOf(nodeParameters: INodeParameters): Promise<string[]> {
	const requests = await nodeRequests(server, nodeParameters);
	expect(requests.length).toBeGreaterThan(0);
	return requests.flatMap(violations);
}

const user = { user_email: 'nathan@example.com', ip: '192.168.1.2', device: 'Android' };
const reads: ReadonlyArray<[string, INodeParameters]> = [
	['get', { orderId: byId('ä/b') }],
	['getAll', { returnAll: true }],
	['getAll', { limit: 7 }],
	['getAllForInvoice', { invoiceId: byId('INV 1'), returnAll: true }],
];
const writesOfV1 = orderWrites.filter(({ version }) => version === 'v1').map((write) => [write.title, write] as const);

describe('every request of version 1 is valid by the document', () => {
	it.each(reads)('%s %j', async (operation, more) => {
		server.nextOffsets.push('["1517678686000","123"]');
		expect(
			await violationsOf({ resource: 'order', operation, apiVersion: 'v1', ...more, requestContext: user }),
		).toEqual([]);
		server.nextOffsets.splice(0);
	});

	it.each(writesOfV1)('%s', async (_title, write) => {
		const requestContext = { ...user, suppress_events: ['actions', 'email', 'webhook'] };
		for (const written of [asJson(write), inputs(write)]) {
			expect(await violationsOf({ ...written, requestContext })).toEqual([
				'chargebee-idempotency-key is not documented',
			]);
		}
	});

	it('but for what the document has wrong', async () => {
		const [first] = writesOfV1;
		const requestContext = { user_email: 'user+тест@example.com' };
		const found = await violationsOf({ ...(first === undefined ? {} : asJson(first[1])), requestContext });
		expect(found.sort()).toEqual(Object.keys(documentDefects));
	});
});

describe('the validation finds', () => {
	const sent = {
		method: 'POST',
		path: '/api/v1/orders',
		query: '',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: 'invoice_id=i',
	};

	it.each([
		['nothing where there is nothing', {}, []],
		['a required field that is lacking', { body: 'note=n' }, ["form must have required property 'invoice_id'"]],
		[
			'a value that is too long',
			{ body: `invoice_id=${'i'.repeat(51)}` },
			['form/invoice_id must NOT have more than 50 characters'],
		],
		[
			'an unknown value',
			{ body: 'invoice_id=i&status=shipped' },
			['form/status must be equal to one of the allowed values'],
		],
		['a field of version 2', { body: 'invoice_id=i&tracking_url=u' }, ['form must NOT have additional properties']],
		[
			'a header of version 2',
			{ headers: { ...sent.headers, 'chargebee-business-entity-id': 'b' } },
			['chargebee-business-entity-id is not documented'],
		],
		[
			'a wrong header',
			{ headers: { ...sent.headers, 'chargebee-event-email': 'all' } },
			['chargebee-event-email must be equal to one of the allowed values'],
		],
		['a page that is too large', { method: 'GET', query: 'limit=101', body: '' }, ['limit must be <= 100']],
		['another content type', { headers: { 'content-type': 'application/json' } }, ['the content type is another']],
		['another path', { path: '/api/v1/orders/o1/cancel' }, ['POST /api/v1/orders/o1/cancel is not documented']],
	])('%s', (_what, change, expected) => {
		expect(violations({ ...sent, ...change } as RecordedRequest)).toEqual(expected);
	});
});

describe('tables and editor have every parameter of the document, and no other', () => {
	const known = (list: readonly KnownDifference[], operation: string): object => ({
		missing: list
			.filter((entry) => entry.operation === operation)
			.map(({ fact }) => fact)
			.sort(),
		invented: [],
	});
	const querySchema = (name: OperationName): JsonSchema => ({
		properties: Object.fromEntries(
			operations[name].parameters.flatMap((parameter) => {
				const { in: place, schema } = parameters[parameter] ?? { in: '', schema: {} };
				return place === 'query' ? [[parameter, schema]] : [];
			}),
		),
	});

	it.each([
		['create', 'POST /orders', createV1],
		['update', 'POST /orders/{order-id}', updateV1],
	] as const)('%s', (operation, name, table) => {
		const expected = schemaFacts(operations[name].form ?? {});
		const actual = editorFacts(shownProperties({ resource: 'order', operation, version: 'v1' }));
		expect(differences(expected, parameterFacts(table))).toEqual(known(inTablesOfV1, operation));
		expect(differences(visibleFacts(expected), visibleFacts(actual))).toEqual(known([], operation));
	});

	it.each([
		['get', 'GET /orders/{order-id}'],
		['getAll', 'GET /orders'],
		['getAllForInvoice', 'GET /invoices/{invoice-id}/orders'],
	] as const)('%s', (operation, name) => {
		const actual = editorFacts(shownProperties({ resource: 'order', operation, version: 'v1' }));
		expect(differences(visibleFacts(schemaFacts(querySchema(name))), visibleFacts(actual))).toEqual(
			known(inEditorOfV1, operation),
		);
	});
});
