import { importV2, updateV2 } from '../../nodes/ChargebeeOrders/api/orderParameters';
import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { inputFields } from '../../nodes/ChargebeeOrders/resources/order/inputFields';
import { RunReport } from '../../nodes/ChargebeeOrders/RunReport';
import { refusal } from '../support/refusal';

const update = { parameters: updateV2, customFields: true };
const automatic = { mappingMode: 'autoMapInputData', value: null };

interface Given {
	/** The parameter, its expressions evaluated. */
	columns?: unknown;
	stored?: unknown;
	input?: Record<string, unknown>;
	asTool?: boolean;
}

function callOf({ columns = automatic, stored = columns, input = {}, asTool = false }: Given): Call {
	const call: Pick<Call, 'asTool' | 'input' | 'parameter' | 'report' | 'stored'> = {
		asTool,
		report: new RunReport(),
		input: () => input,
		parameter: (name) => (name === 'columns' ? columns : undefined),
		stored: (name) => (name === 'columns' ? stored : undefined),
	};
	return call as Call;
}

describe('mapped automatically', () => {
	const input = { Note: 'n', 'Ship Date': '2026-11-22', Colour: 'red', Total: 5, batch_id: '', Status: null };

	it.each<[string, unknown]>([
		['a node that was never opened', automatic],
		['a node that was', { ...automatic, value: {}, schema: [{ id: 'note', type: 'string' }], matchingColumns: [] }],
		// n8n writes false for a boolean column by itself, and keeps what was mapped by hand before.
		['one that holds values of its own', { ...automatic, value: { is_gift: false, note: 'other' } }],
		['nothing', {}],
	])('the columns of the item count, in %s', (_what, columns) => {
		const call = callOf({ columns, input });
		expect(inputFields(call, update)).toEqual({ note: 'n', shipping_date: '2026-11-22' });
		expect([...call.report.ignoredColumns]).toEqual(['Colour', 'Total']);
	});

	it('custom fields of the site count by their titles', () => {
		const schema = [{ id: 'note' }, { id: 'cf_colour' }, null, { id: 7 }];
		const call = callOf({ columns: { ...automatic, schema }, input });
		expect(inputFields(call, update)).toMatchObject({ cf_colour: 'red' });
		expect([...call.report.ignoredColumns]).toEqual(['Total']);
	});

	it('the same schema serves another operation as that one has it', () => {
		const columns = { ...automatic, schema: [{ id: 'cf_colour' }] };
		const sheet = { 'Document Number': '1', Colour: 'red' };
		expect(inputFields(callOf({ columns, input: sheet }), update)).toEqual({ cf_colour: 'red' });
		const { parameters } = { parameters: importV2.filter((parameter) => !('required' in parameter)) };
		expect(inputFields(callOf({ columns, input: sheet }), { parameters, customFields: true })).toEqual({
			document_number: '1',
			cf_colour: 'red',
		});
	});

	it('a column that Chargebee demands is missed by its name, with those that fit nothing', () => {
		const sheet = { invoice_id: 'i', Status: '', 'Created At': 1, 'Order Date': 1, 'Ship Date': 1, State: 'x' };
		const { parameter, message, hint } = refusal(() =>
			inputFields(callOf({ input: sheet }), { parameters: importV2, customFields: true }),
		);
		expect([parameter, message]).toEqual(['status', 'Status (status) has no value, and Chargebee demands it']);
		expect(hint).toMatch(/rename the one that is meant, or choose Map Each Column\. No field fits State\.$/);
	});
});

describe('mapped by hand', () => {
	const byHand = (value: unknown): object => ({ mappingMode: 'defineBelow', value, schema: [{ id: 'note' }] });

	it('what was touched counts, whatever it gives; the columns of the item do not', () => {
		const stored = byHand({
			note: '={{ $json.n }}',
			batch_id: null,
			'shipping_address.city': 'Köln',
			status: '={{ $json.s }}',
		});
		const columns = byHand({ note: 'n', batch_id: null, 'shipping_address.city': 'Köln' });
		const call = callOf({ stored, columns, input: { tracking_id: 't', Colour: 'red' } });
		expect(inputFields(call, update)).toEqual({ note: 'n', shipping_address: { city: 'Köln' }, status: undefined });
		expect(call.report.ignoredColumns.size).toBe(0);
	});

	it.each([null, undefined, {}, 'x'])('nothing was, as %j', (value) => {
		expect(inputFields(callOf({ columns: byHand(value), input: { note: 'n' } }), update)).toEqual({});
	});

	it('a field of another operation is refused', () => {
		expect(refusal(() => inputFields(callOf({ columns: byHand({ document_number: '1' }) }), update))).toMatchObject({
			parameter: 'document_number',
			message: 'document_number is not a field of this operation',
			hint: expect.stringContaining('reload the fields'),
		});
	});
});

it.each(['={{ $json }}', '{ "note": "x" }', ['note'], 7, null])('a mapping is not %j', (columns) => {
	expect(refusal(() => inputFields(callOf({ columns }), update))).toMatchObject({
		message: expect.stringMatching(/^From Input Fields has no mapping: /),
		hint: expect.stringContaining('Using JSON'),
	});
});

it('a tool has no input to map', () => {
	expect(refusal(() => inputFields(callOf({ asTool: true, input: { note: 'n' } }), update))).toMatchObject({
		message: 'From Input Fields is not for tools',
		hint: 'Choose Using Fields Below or Using JSON.',
	});
});
