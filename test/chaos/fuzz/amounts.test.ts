import fc from 'fast-check';

import { amountAttributes, currencyExponent, LOCAL_AMOUNT } from '../../../nodes/ChargebeeOrders/api/orderAttributes';
import { InputError } from '../../../nodes/ChargebeeOrders/errors/InputError';
import { toMinorUnits } from '../../../nodes/ChargebeeOrders/encode/scalar';
import { orderOutput } from '../../../nodes/ChargebeeOrders/output/orderOutput';
import { runs } from './runs';

/** Currencies by the decimal places of their minor unit at Chargebee, which has no thousandths. */
const currencies = {
	0: ['JPY', 'KRW', 'CLP', 'ISK'],
	2: ['USD', 'EUR', 'GBP', 'INR', 'HUF', 'KWD', 'BHD', 'TND'],
};
const currency = fc.constantFrom(
	...Object.entries(currencies).flatMap(([places, codes]) => codes.map((code) => ({ code, places: Number(places) }))),
);
const amount = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -2000, max: 2000 }));
const amounts = fc.dictionary(fc.constantFrom(...amountAttributes), amount);
/** Numbers that are no amounts, and amounts that no integer can hold. */
const others = fc.record(
	{
		resource_version: amount,
		tax_rate: fc.double({ noNaN: true }),
		fulfillment_quantity: fc.nat(),
		cf_price: amount,
		total: fc.constantFrom(1.5, 1e21, -1e300, '1999', null),
		[LOCAL_AMOUNT]: fc.constantFrom(0.5, 1e21, '12', null),
	},
	{ requiredKeys: [] },
);

/** Minor units back from decimal text, in whole numbers alone. */
function minorUnits(text: unknown, places: number): bigint {
	const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text)) ?? [];
	expect(fraction).toHaveLength(places);
	return BigInt(`${sign}${whole}${fraction}`);
}

describe('amounts as decimal text', () => {
	it('have the places of their currency, and are exactly the minor units that came, wherever they stand', () => {
		const resource = fc.record({ money: amounts, local: amount });
		fc.assert(
			fc.property(currency, currency, resource, fc.array(resource), ({ code, places }, local, order, lines) => {
				expect(currencyExponent(code)).toBe(places);
				const taxOf = (one: { money: Record<string, number>; local: number }) => ({
					...one.money,
					[LOCAL_AMOUNT]: one.local,
					local_currency_code: local.code,
				});
				const given = { ...order.money, currency_code: code, line_item_taxes: lines.map(taxOf) };
				const seen = orderOutput(given, { shape: 'raw', fields: [], timestamps: 'unix', amounts: 'decimal' });
				const expectMoney = (converted: Record<string, unknown>, money: Record<string, number>): void => {
					for (const [name, minor] of Object.entries(money))
						expect(minorUnits(converted[name], places)).toBe(BigInt(minor));
				};
				expectMoney(seen, order.money);
				lines.forEach((line, index) => {
					const converted = (seen.line_item_taxes as Array<Record<string, unknown>>)[index] ?? {};
					expectMoney(converted, line.money);
					expect(minorUnits(converted[LOCAL_AMOUNT], local.places)).toBe(BigInt(line.local));
				});
			}),
			runs(400),
		);
	});

	it('are made of amounts only: everything else stays as it came', () => {
		fc.assert(
			fc.property(currency, others, ({ code }, numbers) => {
				const given = { currency_code: code, local_currency_code: code, ...numbers, order_line_items: [numbers] };
				expect(orderOutput(given, { shape: 'raw', fields: [], timestamps: 'unix', amounts: 'decimal' })).toEqual(given);
			}),
			runs(500),
		);
	});
});

it('an amount that is sent is exactly the one that was given, or refused: a fraction is never rounded', () => {
	const written = fc.oneof(
		amount.chain((minor) => fc.constantFrom(minor, String(minor), ` ${minor} `)),
		fc.tuple(amount, fc.constantFrom('.', ','), fc.stringMatching(/^\d{1,3}$/)).map((parts) => parts.join('')),
		fc.double(),
		fc.bigInt().map(String),
	);
	const seen = { taken: 0, refused: 0 };
	fc.assert(
		fc.property(written, (given) => {
			const whole = /^\s*-?\d+\s*$/.test(typeof given === 'number' ? given.toFixed(20).replace(/\.0+$/, '') : given);
			const exact = whole && Number.isSafeInteger(Number(given));
			seen[exact ? 'taken' : 'refused'] += 1;
			if (exact) expect(BigInt(toMinorUnits(given, 'total'))).toBe(BigInt(given));
			else expect(() => toMinorUnits(given, 'total')).toThrow(InputError);
		}),
		runs(400),
	);
	expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});
