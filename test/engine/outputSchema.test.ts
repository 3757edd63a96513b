import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { outputSchema, type OutputSchema } from '../../nodes/ChargebeeOrders/resources/outputSchema';
import { operations } from '../../nodes/ChargebeeOrders/resources/operations';
import { inputOf, writes } from '../support/writes';

import { byId, items, json, OrderSandbox } from './orderSandbox';

const use = new OrderSandbox({ orders: 250, exportMs: 0 });

function schemaOf(resource: string, value: string): OutputSchema {
	const operation = operations.find((one) => one.resource === resource && one.value === value);
	if (operation === undefined) throw new Error(`there is no operation ${resource} ${value}`);
	return outputSchema(operation);
}

/** The schema as one that allows nothing else but custom fields; the columns of an export are nobody's to know. */
function closed({ type, properties, items: entry }: OutputSchema): object {
	if (entry !== undefined) return { type, items: closed(entry) };
	if (properties === undefined) return { type };
	const inner = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closed(schema)]));
	if ('source_file' in properties) return { type, properties: inner, required: ['source_file'] };
	return { type, properties: inner, patternProperties: { '^cf_': {} }, additionalProperties: false };
}

/** What does not fit: `/order_line_items/0/sku must be string`. */
function misfits(outputs: readonly IDataObject[], schema: OutputSchema): string[] {
	const validate = new Ajv({ allErrors: true }).compile(closed(schema));
	return outputs.flatMap((output) => {
		validate(output);
		return (validate.errors ?? []).map(
			({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
		);
	});
}

/** `order_line_items.sku` and the like, of a schema or of an output. */
function namesIn(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => namesIn(entry, path));
	if (typeof value !== 'object' || value === null) return [path];
	return Object.entries(value).flatMap(([name, inner]) => namesIn(inner, path === '' ? name : `${path}.${name}`));
}

function namesOf({ properties, items: entry }: OutputSchema, path = ''): string[] {
	if (entry !== undefined) return namesOf(entry, path);
	if (properties === undefined) return [path];
	return Object.entries(properties).flatMap(([name, inner]) => namesOf(inner, path === '' ? name : `${path}.${name}`));
}

/** In Chargebee's documents alone; the contract tests compare them with its SDK. */
const notInTheSandbox = [
	'invoice_round_off_amount',
	'shipping_cut_off_date',
	'gift_note',
	'gift_id',
	'shipping_address.phone',
	'shipping_address.line3',
	'billing_address.phone',
	'billing_address.line3',
	'line_item_taxes.date_to',
	'line_item_taxes.date_from',
	'line_item_taxes.prorated_taxable_amount',
	'line_item_taxes.is_partial_tax_applied',
	'line_item_taxes.is_non_compliance_tax',
	'line_item_taxes.tax_juris_name',
	'line_item_taxes.tax_juris_code',
	'line_item_taxes.tax_amount_in_local_currency',
	'line_item_taxes.local_currency_code',
	'line_item_discounts.coupon_id',
];

/** Runs that together are every operation of the node. */
const reads: ReadonlyArray<{ resource: 'order' | 'export'; operation: string; parameters: INodeParameters }> = [
	{ resource: 'order', operation: 'get', parameters: { orderId: byId('order_3') } },
	{ resource: 'order', operation: 'get', parameters: { orderId: byId('order_3'), apiVersion: 'v1' } },
	{ resource: 'order', operation: 'getAll', parameters: { returnAll: true, options: { include_deleted: true } } },
	{ resource: 'order', operation: 'getAllForInvoice', parameters: { invoiceId: byId('={{ $json.invoice }}') } },
	{ resource: 'export', operation: 'get', parameters: { exportId: '={{ $json.export }}' } },
	{ resource: 'export', operation: 'download', parameters: { exportId: '={{ $json.export }}' } },
	{ resource: 'export', operation: 'startAndDownload', parameters: {} },
];

it('every operation is run here', () => {
	const run = [...reads, ...writes].map(({ resource, operation }) => `${resource} ${operation}`);
	expect(new Set(run)).toEqual(new Set(operations.map(({ resource, value }) => `${resource} ${value}`)));
});

describe('what the editor previews is what comes out', () => {
	it.each(writes)(
		'of $resource $operation $parameters.apiVersion',
		async ({ resource, operation, parameters, prepare }) => {
			const mark = `${operation} ${String(parameters.apiVersion)}`;
			prepare(use.sandbox, mark);
			const run = await use.run(operation, { resource, ...parameters }, { items: items(inputOf(mark)) });
			expect(json(run)).toHaveLength(1);
			expect(misfits(json(run), schemaOf(resource, operation))).toEqual([]);
		},
	);

	it.each(reads)('of $resource $operation $parameters.apiVersion', async ({ resource, operation, parameters }) => {
		const started = json(await use.run('start', { resource: 'export' }));
		const invoice = use.sandbox.store.orders.get('order_3')?.attributes.invoice_id ?? '';
		const run = await use.run(
			operation,
			{ resource, ...parameters, ...(resource === 'export' ? { options: { pollInterval: 0.1 } } : {}) },
			{ items: items({ invoice, export: String(started[0]?.id) }) },
		);
		expect(run.error).toBeUndefined();
		expect(json(run).length).toBeGreaterThan(0);
		expect(misfits(json(run), schemaOf(resource, operation))).toEqual([]);
	});
});

it('what the editor previews of an order is something that orders have', async () => {
	const known = new Set(namesIn(json(await use.run('getAll', { returnAll: true }))));
	const never = namesOf(schemaOf('order', 'getAll')).filter((name) => !known.has(name));
	expect(never).toEqual(notInTheSandbox);
});

it('a preview that does not fit would be noticed', () => {
	const schema = schemaOf('export', 'get');
	expect(misfits([{ id: 1, object: 'export' }], schema)).toEqual(['/id must be string {"type":"string"}']);
	expect(misfits([{ surprise: 1 }], schema)).toHaveLength(1);
	expect(misfits([{ id: 'a' }], schemaOf('export', 'download'))).toHaveLength(1);
});
