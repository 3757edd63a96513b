import type { Call } from '../../nodes/ChargebeeOrders/Call';
import { handOutPlan } from '../../nodes/ChargebeeOrders/resources/export/handOutPlan';
import { collection, outputOptions, resultLimit } from '../../nodes/ChargebeeOrders/resources/inputs';
import { transportOptions } from '../../nodes/ChargebeeOrders/run/requestOptions';
import { refusal } from '../support/refusal';

/** A call whose parameters are these. */
function callOf(parameters: Readonly<Record<string, unknown>>, asTool = false): Call {
	const call: Pick<Call, 'parameter' | 'asTool'> = {
		asTool,
		parameter: (name, fallback) => (name in parameters ? parameters[name] : fallback),
	};
	return call as Call;
}

const withOptions = (options: Record<string, unknown>): Call => callOf({ options });

describe('choices of the node itself', () => {
	it.each([
		['Output', { output: 'Simple' }],
		['Timestamps', { timestamps: 'UTC' }],
		['Amounts', { amounts: 'euro' }],
	])('%s that does not exist is refused', (name, options) => {
		expect(refusal(() => outputOptions(withOptions(options)))).toMatchObject({
			message: expect.stringContaining(`${name} cannot be "`),
			hint: expect.stringContaining('Choose one of '),
		});
	});

	it.each(['snake', 'CamelCase', 'sent', 7])('Column Names cannot be %j', (columnNames) => {
		expect(refusal(() => handOutPlan(withOptions({ columnNames }))).message).toBe(
			`Column Names cannot be "${columnNames}"`,
		);
	});

	it('left empty are the usual ones', () => {
		for (const columnNames of ['', undefined, null])
			expect(handOutPlan(withOptions({ columnNames })).rows.columnNames).toBe('asSent');
		expect(handOutPlan(withOptions({ columnNames: 'snakeCase', columns: '["A, b","C"]' })).rows).toMatchObject({
			columnNames: 'snakeCase',
			columns: ['A, b', 'C'],
		});
		expect(outputOptions(withOptions({ output: '', timestamps: null }))).toMatchObject({
			shape: 'raw',
			timestamps: 'unix',
		});
	});
});

describe('Output Fields', () => {
	const fieldsOf = (outputFields: unknown): readonly string[] =>
		outputOptions(withOptions({ output: 'selected', outputFields })).fields;

	it('are attributes of an order or custom fields, as a list, as JSON or with commas', () => {
		const names = ['id', 'cf_Gift Wrap', 'amount_refundable', 'object', 'order_line_items'];
		for (const given of [names, JSON.stringify(names), names.join(', ')]) expect(fieldsOf(given)).toEqual(names);
	});

	it.each(['totl', 'cf_', 'order_line_items.id', 'toString'])('%s is none, and refused', (name) => {
		expect(refusal(() => fieldsOf(['id', name])).message).toBe(`Output Fields names "${name}", which no order has`);
	});

	it('names the nearest', () => {
		expect(refusal(() => fieldsOf('totl')).hint).toContain('Did you mean total?');
	});

	it('count only where they are asked for', () => {
		expect(outputOptions(withOptions({ outputFields: ['totl'] }))).toMatchObject({ shape: 'raw', fields: [] });
	});
});

describe('Return All', () => {
	it.each([true, 'true', 'TRUE', 1])('as %j is all', (returnAll) => {
		expect(resultLimit(callOf({ returnAll, limit: 5 }))).toBe(Number.POSITIVE_INFINITY);
	});

	it.each([false, 'false', 'FALSE', 0])('as %j leaves it at the limit', (returnAll) => {
		expect(resultLimit(callOf({ returnAll, limit: 5 }))).toBe(5);
	});

	it.each([undefined, null, '', 'all'])('as %j is refused', (returnAll) => {
		expect(refusal(() => resultLimit(callOf({ returnAll, limit: 5 }))).parameter).toBe('Return All');
	});

	it('is not for agents', () => {
		expect(resultLimit(callOf({ returnAll: 'all', limit: 5 }, true))).toBe(5);
	});
});

it('Ignore SSL Issues is read as a boolean too', () => {
	expect(transportOptions({}, { allowUnauthorizedCerts: 'true' }, false).skipSslCertificateValidation).toBe(true);
	expect(transportOptions({}, {}, false).skipSslCertificateValidation).toBe(false);
	expect(refusal(() => transportOptions({}, { allowUnauthorizedCerts: 'yes' }, false)).message).toMatch(
		/^Ignore SSL Issues /,
	);
});

it('a collection of another shape is named as in the editor', () => {
	expect(refusal(() => collection(callOf({ fields: 'x' }), 'fields')).message).toMatch(/^Fields is not an object/);
});
