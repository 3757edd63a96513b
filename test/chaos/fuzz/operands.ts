import fc from 'fast-check';

import type { ScalarParameter } from '../../../nodes/ChargebeeOrders/api/parameter';

/** A value as a person, an expression or an agent hands it over. */
export interface Given {
	readonly value: unknown;
	/** What is to be sent for it: '' where that is nothing, `undefined` where it is to be refused. */
	readonly meant: string | undefined;
}

/** What is known of a field or a filter. */
export type Field = Pick<ScalarParameter, 'kind' | 'values' | 'minimum' | 'maximum' | 'maxLength'>;

/** Text with everything that has a meaning in forms, queries, JSON, CSV or paths. */
export const awkwardText = fc.oneof(
	fc.string({
		unit: fc.constantFrom(...'[]{}()&=+%#?;:,."\'\\/<>|~!* \n\r\t\0aZ09é\u0301ß日😀\u200d\ufeff'),
		maxLength: 20,
	}),
	fc.string({ unit: 'grapheme', maxLength: 20 }),
	fc.constantFrom('%00', '%5B', '+', ' ', '__proto__', 'null', 'true', '[]', '["a"]', 'a=b&c=d', 'a[b][0]', '&amp;'),
);

function circular(): unknown {
	const itself: Record<string, unknown> = {};
	itself.itself = itself;
	return itself;
}

/** What fits no field at all. */
const misfits: readonly unknown[] = [
	{},
	[],
	['a'],
	{ is: 1 },
	circular(),
	{ large: 1n },
	{ toJSON: () => undefined },
	() => 1,
	Symbol('some'),
	Number.NaN,
	Number.POSITIVE_INFINITY,
	2 ** 53,
	-1e300,
	'half \ud83d',
];

const misfitsOf: Readonly<Record<Field['kind'], readonly unknown[]>> = {
	string: ['half \ud83d', '\udc00', 1.2e22, -(2 ** 53)],
	enum: ['no such value', 1, true],
	boolean: ['yes', '1', '0', 2, -1, 'truee'],
	integer: [1.5, '1.5', '1e3', '0x10', '١', 'one', true, 5n],
	amount: [19.99, '19.99', '19,99', '.5', '1e3', '1 000', '$5', true],
	timestamp: ['tomorrow', '22.11.2026', '2026-02-30', 20_261_122, 1_763_769_600_000, '9999-12-31', '1969-12-31', true],
};

function text({ maxLength = 50 }: Field): fc.Arbitrary<Given> {
	const whole = awkwardText.map((some) => [...some].slice(0, maxLength).join('')).filter((some) => some !== '');
	return fc.oneof(
		{ weight: 8, arbitrary: whole.map((value) => ({ value, meant: value })) },
		{
			weight: 1,
			arbitrary: fc
				.oneof(fc.integer({ min: -999, max: 999_999 }), fc.boolean(), fc.bigInt({ min: 0n, max: 999_999n }))
				.filter((value) => String(value).length <= maxLength)
				.map((value) => ({ value, meant: String(value) })),
		},
	);
}

function wholeNumber({
	minimum = -Number.MAX_SAFE_INTEGER,
	maximum = Number.MAX_SAFE_INTEGER,
}: Field): fc.Arbitrary<Given> {
	return fc
		.tuple(
			fc.oneof(fc.integer({ min: -5, max: 20 }), fc.maxSafeInteger()),
			fc.constantFrom<(number: number) => unknown>(Number, String, (number) => ` ${number}\n`),
		)
		.map(([number, written]) => ({
			value: written(number),
			meant: number < minimum || number > maximum ? undefined : String(number),
		}));
}

const forms: ReadonlyArray<(seconds: number) => unknown> = [
	Number,
	String,
	(seconds) => new Date(seconds * 1000),
	(seconds) => new Date(seconds * 1000).toISOString(),
];

function fitting(field: Field): fc.Arbitrary<Given> {
	switch (field.kind) {
		case 'string':
			return text(field);
		case 'integer':
		case 'amount':
			return wholeNumber(field);
		case 'enum':
			return fc
				.tuple(fc.constantFrom(...(field.values ?? [])), fc.constantFrom(...spellings))
				.map(([meant, spelled]) => ({ value: spelled(meant), meant }));
		case 'boolean':
			return fc
				.constantFrom<[unknown, boolean]>(
					...[true, 'true', 'TRUE', 'True', ' true\n', 1].map((value): [unknown, boolean] => [value, true]),
					...[false, 'false', 'FALSE', 'False', '\u00a0false', 0].map((value): [unknown, boolean] => [value, false]),
				)
				.map(([value, meant]) => ({ value, meant: String(meant) }));
		case 'timestamp':
			return fc
				.tuple(fc.integer({ min: 100_000_000, max: 4_000_000_000 }), fc.constantFrom(...forms))
				.map(([seconds, form]) => ({ value: form(seconds), meant: String(seconds) }));
	}
}

/** A value of the API as people and exports write it. */
const spellings: ReadonlyArray<(value: string) => string> = [
	(value) => value,
	(value) => value.replaceAll('_', ' '),
	(value) => value.toUpperCase(),
	(value) => ` ${value.replaceAll('_', '-')}\n`,
];

/** Values for a field, mostly such that fit. */
export function givenFor(field: Field): fc.Arbitrary<Given> {
	const unfit = fc.constantFrom(...misfits, ...misfitsOf[field.kind]);
	return fc.oneof(
		{ weight: 40, arbitrary: fitting(field) },
		{ weight: 3, arbitrary: fc.constantFrom('', null, undefined).map((value) => ({ value, meant: '' })) },
		{ weight: 2, arbitrary: unfit.map((value) => ({ value, meant: undefined })) },
	);
}
