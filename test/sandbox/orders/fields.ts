import type { Form, Values } from '../requests/parameters';
import type { Scalar } from '../requests/scalar';
import type { OrderAttributes, SubResource } from './order';

/** Writes the sent fields onto an order; a field that was sent empty is unset. */
export function writeFields(attributes: OrderAttributes, fields: Values): void {
	Object.assign(attributes, withoutNull(fields));
}

/** Writes the sent members of an address onto the one that the order has. */
export function writtenAddress(
	form: Form,
	name: 'shipping_address' | 'billing_address',
	present?: SubResource,
): SubResource | undefined {
	const sent = form.objects[name];
	if (sent === undefined) return present;
	return { validation_status: 'not_validated', ...present, ...withoutNull(sent), object: name };
}

/** A text among the fields, if it was sent and not empty. */
export function sentText(values: Values | undefined, name: string): string | undefined {
	const value = values?.[name];
	return typeof value === 'string' ? value : undefined;
}

/** A number among the fields, if it was sent and not empty. */
export function sentNumber(values: Values | undefined, name: string): number | undefined {
	const value = values?.[name];
	return typeof value === 'number' ? value : undefined;
}

function withoutNull(values: Values): Record<string, Scalar | undefined> {
	return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? undefined]));
}
