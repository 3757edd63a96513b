import { isGroup, type GroupParameter, type Parameter, type ScalarParameter } from '../api/parameter';
import { InputError } from '../errors/InputError';

import type { Pair } from './form';
import { nearest } from './nearest';
import { encodeScalar, isEmpty, toText, type EncodeContext } from './scalar';
import { describe } from './timestamp';

/** Which fields a write takes. */
export interface FieldRules {
	readonly parameters: readonly Parameter[];
	/** Whether custom fields (`cf_…`) may be sent. */
	readonly customFields: boolean;
}

const CUSTOM_FIELD = /^cf_[A-Za-z0-9_]+$/;

/** Tells plain objects from lists, null and dates: a Date has no entries, and taken for an object it would be dropped as empty. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function unknownName(name: string, valid: readonly string[], what: string): InputError {
	const meant = nearest(name, valid);
	return new InputError(
		name,
		`${name} is not ${what}`,
		meant === undefined ? 'Remove it' : `Did you mean ${meant}? Valid names are ${valid.join(', ')}`,
	);
}

function encodeMember(
	group: GroupParameter,
	members: Record<string, unknown>,
	index: number | undefined,
	context: EncodeContext,
): Pair[] {
	const pairs: Pair[] = [];
	for (const [name, value] of Object.entries(members)) {
		const member = group.members.find((candidate) => candidate.name === name);
		if (member === undefined) {
			throw unknownName(
				`${group.name}[${name}]`,
				group.members.map((candidate) => `${group.name}[${candidate.name}]`),
				`a field of ${group.name}`,
			);
		}
		if (isEmpty(value)) continue;
		const label = index === undefined ? `${group.name}[${name}]` : `${group.name}[${name}][${index}]`;
		pairs.push([label, encodeScalar(member, value, label, context)]);
	}
	return pairs;
}

/** Entries without any value leave no gap in the numbering. */
function encodeList(group: GroupParameter, entries: readonly unknown[], context: EncodeContext): Pair[] {
	const pairs: Pair[] = [];
	let index = 0;
	for (const entry of entries) {
		if (!isRecord(entry)) throw shapeError(group, entry);
		const encoded = encodeMember(group, entry, index, context);
		if (encoded.length > 0) index += 1;
		pairs.push(...encoded);
	}
	return pairs;
}

function shapeError(group: GroupParameter, value: unknown): InputError {
	const example = `{ "${group.members[0]?.name ?? 'name'}": … }`;
	return new InputError(
		group.name,
		`${group.name} has the wrong form: ${describe(value)}`,
		group.kind === 'list' ? `Give a list of objects: [${example}]` : `Give one object: ${example}`,
	);
}

function encodeGroup(group: GroupParameter, value: unknown, context: EncodeContext): Pair[] {
	if (group.kind === 'list') {
		if (!Array.isArray(value)) throw shapeError(group, value);
		return encodeList(group, value, context);
	}
	if (!isRecord(value)) throw shapeError(group, value);
	return encodeMember(group, value, undefined, context);
}

function encodeField(rules: FieldRules, name: string, value: unknown, context: EncodeContext): Pair[] {
	const parameter = rules.parameters.find((candidate) => candidate.name === name);
	if (parameter !== undefined) {
		return isGroup(parameter)
			? encodeGroup(parameter, value, context)
			: [[name, encodeScalar(parameter, value, name, context)]];
	}
	if (rules.customFields && CUSTOM_FIELD.test(name)) return [[name, toText(value, name)]];
	const valid = [...rules.parameters.map((candidate) => candidate.name), ...(rules.customFields ? ['cf_…'] : [])];
	throw unknownName(name, valid, 'a field of this operation');
}

function missing(rules: FieldRules, sent: ReadonlySet<string>): string | undefined {
	for (const parameter of rules.parameters) {
		const required: ReadonlyArray<[string, ScalarParameter]> = isGroup(parameter)
			? parameter.members.map((member) => [`${parameter.name}[${member.name}]`, member])
			: [[parameter.name, parameter]];
		for (const [name, member] of required) if (member.required === true && !sent.has(name)) return name;
	}
	return undefined;
}

/**
 * Turns the fields of a write, in the API's own shape, into form pairs in the order given. Empty values are not sent.
 *
 * @param input `{ note, shipping_address: { city }, order_line_items: [{ id, status }], cf_color }`
 * @throws InputError for an unknown name, a value that does not fit, or a required field without a value
 */
export function encodeFields(
	rules: FieldRules,
	input: Readonly<Record<string, unknown>>,
	context: EncodeContext,
): Pair[] {
	const pairs: Pair[] = [];
	for (const [name, value] of Object.entries(input)) {
		const known = rules.parameters.some((parameter) => parameter.name === name);
		if (isEmpty(value) && known) continue;
		pairs.push(...encodeField(rules, name, isEmpty(value) ? '' : value, context));
	}
	const absent = missing(rules, new Set(pairs.map(([name]) => name)));
	if (absent !== undefined) {
		throw new InputError(absent, `${absent} has no value`, 'Fill it in: Chargebee demands it for this operation');
	}
	return pairs.filter(([, value]) => value !== '');
}

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

/**
 * Pairs that empty fields: Chargebee clears what is sent without a value.
 * @param names fields as `clearableFields` names them, or with `__` for the brackets
 * @throws InputError for a field that cannot be cleared or that is set at the same time
 */
export function encodeCleared(rules: FieldRules, names: readonly unknown[], set: readonly Pair[]): Pair[] {
	const clearable = clearableFields(rules.parameters);
	return names.map((given): Pair => {
		const name = toText(given, 'fieldsToClear').replace(/^(\w+?)__(\w+)$/, '$1[$2]');
		const custom = rules.customFields && CUSTOM_FIELD.test(name);
		if (!custom && !clearable.includes(name)) throw unknownName(name, clearable, 'a field that can be cleared');
		if (set.some(([taken]) => taken === name)) {
			throw new InputError(
				name,
				`${name} is both given a value and cleared`,
				'Remove it from the fields or from Fields to Clear',
			);
		}
		return [name, ''];
	});
}
