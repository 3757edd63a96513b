import type { IDataObject } from 'n8n-workflow';

import {
	amountAttributes,
	currencyExponent,
	LOCAL_AMOUNT,
	simplifiedAttributes,
	timestampAttributes,
} from '../api/orderAttributes';
import { isRecord } from '../encode/fields';

/** How orders and exports are handed out. */
export interface OutputOptions {
	readonly shape: 'raw' | 'simplified' | 'selected';
	/** Names for `selected`. */
	readonly fields: readonly string[];
	readonly timestamps: 'unix' | 'iso';
	readonly amounts: 'minor' | 'decimal';
}

const MOST_SIMPLIFIED = 10;

/** The last second that a Date can hold. */
const LAST_SECOND = 8_640_000_000_000;

/** Whole unix seconds as they are, or as ISO 8601 in UTC: `2026-11-22T08:30:00Z`; what is no such time stays as it is. */
export function timeOutput(seconds: unknown, timestamps: OutputOptions['timestamps']): unknown {
	if (timestamps === 'unix' || !Number.isSafeInteger(seconds) || Math.abs(Number(seconds)) > LAST_SECOND)
		return seconds;
	return new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}

/** Minor units as decimal text, by moving the point within the digits: no binary float is ever involved. */
function decimalText(minorUnits: number, exponent: number): string {
	if (exponent === 0) return String(minorUnits);
	const digits = String(Math.abs(minorUnits)).padStart(exponent + 1, '0');
	const text = `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
	return minorUnits < 0 ? `-${text}` : text;
}

function convertValue(name: string, value: unknown, currency: string | undefined, options: OutputOptions): unknown {
	if (Array.isArray(value))
		return value.map((entry: unknown) => (isRecord(entry) ? convert(entry, currency, options) : entry));
	if (isRecord(value)) return convert(value, currency, options);
	if (typeof value !== 'number' || !Number.isSafeInteger(value)) return value;
	if (timestampAttributes.has(name)) return timeOutput(value, options.timestamps);
	if (options.amounts === 'decimal' && currency !== undefined && amountAttributes.has(name))
		return decimalText(value, currencyExponent(currency));
	return value;
}

function convert(
	resource: Readonly<Record<string, unknown>>,
	currency: string | undefined,
	options: OutputOptions,
): Record<string, unknown> {
	const local = resource.local_currency_code;
	return Object.fromEntries(
		Object.entries(resource).map(([name, value]) => {
			const localAmount =
				name === LOCAL_AMOUNT &&
				options.amounts === 'decimal' &&
				typeof value === 'number' &&
				Number.isSafeInteger(value) &&
				typeof local === 'string';
			return [
				name,
				localAmount ? decimalText(value, currencyExponent(local)) : convertValue(name, value, currency, options),
			];
		}),
	);
}

function choose(order: Readonly<Record<string, unknown>>, options: OutputOptions): Readonly<Record<string, unknown>> {
	if (options.shape === 'raw') return order;
	const names =
		options.shape === 'selected'
			? options.fields.filter((name) => Object.hasOwn(order, name))
			: simplifiedAttributes.filter((name) => Object.hasOwn(order, name)).slice(0, MOST_SIMPLIFIED);
	return Object.fromEntries(names.map((name) => [name, order[name]]));
}

/**
 * An order as the person wants it. Raw is exactly what Chargebee sent, `cf_*` included.
 * Amounts of an order that names no currency stay in minor units.
 */
export function orderOutput(order: Readonly<Record<string, unknown>>, options: OutputOptions): IDataObject {
	const chosen = choose(order, options);
	const currency = typeof order.currency_code === 'string' ? order.currency_code : undefined;
	const converted =
		options.timestamps === 'iso' || options.amounts === 'decimal' ? convert(chosen, currency, options) : chosen;
	return converted as IDataObject;
}
