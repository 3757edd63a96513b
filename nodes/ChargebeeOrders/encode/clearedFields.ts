import type { Parameter } from '../api/parameter';
import { InputError } from '../errors/InputError';

import { isCustomField, unknownName, type FieldRules } from './fields';
import type { Pair } from './form';
import { fieldLabel } from './label';
import { toList } from './list';
import { toText } from './scalar';
import { wordKey } from './word';

/** Every text field that can be emptied, by its name in a form: `note`, `shipping_address[line2]`. */
export function clearableFields(parameters: readonly Parameter[]): string[] {
	return parameters.flatMap((parameter) => {
		if (parameter.kind === 'object') {
			return parameter.members
				.filter((member) => member.kind === 'string')
				.map((member) => `${parameter.name}[${member.name}]`);
		}
		return parameter.kind === 'string' && parameter.required !== true ? [parameter.name] : [];
	});
}

/** `shipping_address[line2]`, `shipping_address__line2` and "Shipping Address Line 2" are one field. */
function fieldKey(name: string): string {
	return wordKey(name.replace(/[[\]]/g, ''));
}

/**
 * Pairs that empty fields: Chargebee clears what is sent without a value.
 * @param given a list of fields as `clearableFields` or the editor names them, and of custom fields
 * @throws InputError for a field that cannot be cleared or that is set at the same time
 */
export function encodeCleared(rules: FieldRules, given: unknown, set: readonly Pair[]): Pair[] {
	const clearable = clearableFields(rules.parameters);
	return toList(given, 'Fields to Clear').map((entry): Pair => {
		const text = toText(entry, 'Fields to Clear');
		const key = fieldKey(text);
		const name = rules.customFields && isCustomField(text) ? text : clearable.find((field) => fieldKey(field) === key);
		if (name === undefined) throw unknownName(text, clearable, 'a field that can be cleared');
		if (set.some(([taken]) => taken === name)) {
			throw new InputError(
				name,
				`${fieldLabel(name)} is both given a value and cleared`,
				'Remove it from the fields or from Fields to Clear.',
			);
		}
		return [name, ''];
	});
}
