import { title } from '../api/titles';
import { InputError } from '../errors/InputError';

/**
 * A field as the editor names it, with the API's name: `Tracking ID (tracking_id)`,
 * `Shipping Address, City (shipping_address[city])`, `Order Line Items, row 1, ID (order_line_items[id][0])`.
 * A custom field has its API name alone, in the editor too.
 */
export function fieldLabel(name: string): string {
	if (name.startsWith('cf_')) return name;
	const [first = '', member, index] = name.split(/[[\]]/).filter((part) => part !== '');
	const shown = [
		title(first),
		...(index === undefined ? [] : [`row ${Number(index) + 1}`]),
		...(member === undefined ? [] : [title(member)]),
	];
	return `${shown.join(', ')} (${name})`;
}

function named(reason: unknown, name: string, label: string): unknown {
	if (!(reason instanceof InputError) || !reason.message.startsWith(name)) return reason;
	return new InputError(reason.parameter, label + reason.message.slice(name.length), reason.hint);
}

/**
 * Runs a check that knows a parameter by the API's name. What it refuses is named as the editor shows it; the error's
 * `parameter` stays the API's name.
 */
export function labelled<Result>(name: string, label: string, check: () => Result): Result {
	let refusal: unknown;
	try {
		return check();
	} catch (reason) {
		refusal = reason;
	}
	throw named(refusal, name, label);
}
