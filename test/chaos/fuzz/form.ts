import { parse } from 'qs';

import { encodePairs, type Pair } from '../../../nodes/ChargebeeOrders/encode/form';
import { InputError } from '../../../nodes/ChargebeeOrders/errors/InputError';

/** A form as an independent parser reads it: `order_line_items[id][0]=x` as `{ order_line_items: { id: { 0: 'x' } } }`. */
export type Form = { [name: string]: string | Form };

/** Sets a field of a form by its path. */
export function setField(form: Form, path: readonly (string | number)[], value: string): void {
	const [first = '', ...rest] = path;
	if (rest.length === 0) {
		form[first] = value;
		return;
	}
	const inner = form[first] ?? {};
	if (typeof inner === 'string') throw new Error(`${String(first)} is a value and a group`);
	form[first] = inner;
	setField(inner, rest, value);
}

/** What is sent for an input, read back by qs; or the parameter for which it is refused. */
export function sent(encode: () => Pair[]): { form: unknown } | { refused: string } {
	try {
		const body = encodePairs(encode());
		return { form: parse(body, { depth: 9, parameterLimit: 10_000, parseArrays: false, allowPrototypes: true }) };
	} catch (reason) {
		if (!(reason instanceof InputError)) throw reason;
		expect(reason.message).not.toBe('');
		expect(reason.hint).not.toBe('');
		return { refused: reason.parameter };
	}
}
