import { randomInt } from 'node:crypto';

/** Whether the long form runs, whose seeds are new ones each time. */
export const isLong = process.env.CHARGEBEE_ORDERS_CHAOS === 'long';

/** The seeds of a run: fixed in the short form, new in the long one, and one alone where CHARGEBEE_ORDERS_SEED names it. */
export function seedsOf({ short, long }: { short: number; long: number }): number[] {
	const only = process.env.CHARGEBEE_ORDERS_SEED;
	if (only !== undefined) return [Number(only)];
	if (!isLong) return Array.from({ length: short }, (_, number) => 1 + number);
	return Array.from({ length: long }, () => randomInt(2 ** 31));
}
