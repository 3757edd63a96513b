import {
	isGroup,
	type GroupParameter,
	type ListParameter,
	type Parameter,
	type ScalarParameter,
} from '../api/parameter';
import { title } from '../api/titles';
import { InputError } from '../errors/InputError';
import { describe, isBlank, isEmpty, isRecord } from '../values';

import { requireWellFormed, type Pair } from './form';
import { fieldLabel, labelled } from './label';
import { nearest } from './nearest';
import { encodeScalar, toText, type EncodeContext } from './scalar';

/** Which fields a write takes. */
export interface FieldRules {
	readonly parameters: readonly Parameter[];
	/** Whether custom fields (`cf_…`) may be sent. */
	readonly customFields: boolean;
}

const CUSTOM_FIELD = /^cf_[^\p{Cc}[\]]+$/u;

/** Whether a name is that of a custom field: `cf_` and more, blanks, dots and letters of any language included. */
export function isCustomField(name: string): boolean {
	return CUSTOM_FIELD.test(name) && !isBlank(name.slice('cf_'.length));
}

/**
 * The error for a name that is not among the valid ones.
 * @param what what the name is not: "a field of this operation"
 * @param meant the valid name that was probably meant, where the caller knows better than by its letters
 */
export function unknownName(
	name: string,
	valid: readonly string[],
	what: string,
	meant = nearest(name, valid),
): InputError {
	return new InputError(
		name,
		`${name} is not ${what}`,
		meant === undefined ? 'Remove it.' : `Did you mean ${meant}? Valid names are ${valid.join(', ')}.`,
	);
}

const CHECK_EXPRESSION =
	'where an expression gives it, check that the field it reads exists on this item, or stop the workflow where it does not';

/** A field that narrows what is done is never left out because its value is missing. */
function requireNarrowing({ without, required }: ScalarParameter, value: unknown, name: string): void {
	if (without === undefined || required === true || !isBlank(value)) return;
	throw new InputError(
		name,
		`${fieldLabel(name)} has no value, and without it ${without}`,
		`Give a value, or remove the field; ${CHECK_EXPRESSION}.`,
	);
}

function encodeValue(parameter: ScalarParameter, value: unknown, name: string, context: EncodeContext): Pair[] {
	requireNarrowing(parameter, value, name);
	if (isEmpty(value)) return [];
	return [[name, labelled(name, fieldLabel(name), () => encodeScalar(parameter, value, name, context))]];
}

function encodeMembers(
	group: GroupParameter,
	members: Readonly<Record<string, unknown>>,
	index: number | undefined,
	context: EncodeContext,
): Pair[] {
	return Object.entries(members).flatMap(([name, value]) => {
		const member = group.members.find((candidate) => candidate.name === name);
		if (member === undefined) {
			throw unknownName(
				`${group.name}[${name}]`,
				group.members.map((candidate) => `${group.name}[${candidate.name}]`),
				`a field of ${title(group.name)}`,
			);
		}
		const path = `${group.name}[${name}]`;
		return encodeValue(member, value, index === undefined ? path : `${path}[${index}]`, context);
	});
}

function shapeError(group: GroupParameter, value: unknown): InputError {
	const example = `{ "${group.members[0]?.name ?? 'name'}": … }`;
	return new InputError(
		group.name,
		`${fieldLabel(group.name)} has the wrong form: ${describe(value)}`,
		group.kind === 'list' ? `Give a list of objects: [${example}].` : `Give one object: ${example}.`,
	);
}

function asWholeHint(group: ListParameter): string {
	return `A list that an expression gives as a whole goes into ${title(group.name)} (JSON).`;
}

function encodeRow(group: ListParameter, row: unknown, index: number, context: EncodeContext): Pair[] {
	if (isBlank(row) || (isRecord(row) && Object.values(row).every(isBlank))) {
		throw new InputError(
			group.name,
			`${title(group.name)}, row ${index + 1} (${group.name}) has no value, and without any row ${group.without}`,
			`Give the row values, or remove it; ${CHECK_EXPRESSION}. ${asWholeHint(group)}`,
		);
	}
	if (!isRecord(row)) throw shapeError(group, row);
	return encodeMembers(group, row, index, context);
}

/** A list that is given says what to act on, so that one without a row, or with an empty one, is refused. */
function encodeList(group: ListParameter, value: unknown, context: EncodeContext): Pair[] {
	if (isEmpty(value) || (Array.isArray(value) && value.length === 0)) {
		throw new InputError(
			group.name,
			`${fieldLabel(group.name)} has no rows, and without any ${group.without}`,
			`Give at least one row, or remove the field; ${CHECK_EXPRESSION}. ${asWholeHint(group)}`,
		);
	}
	if (!Array.isArray(value)) throw shapeError(group, value);
	return value.flatMap((row: unknown, index) => encodeRow(group, row, index, context));
}

function encodeGroup(group: GroupParameter, value: unknown, context: EncodeContext): Pair[] {
	if (group.kind === 'list') return encodeList(group, value, context);
	for (const member of group.members) {
		const given = isRecord(value) ? value[member.name] : value;
		requireNarrowing(member, given, `${group.name}[${member.name}]`);
	}
	if (isEmpty(value)) return [];
	if (!isRecord(value)) throw shapeError(group, value);
	return encodeMembers(group, value, undefined, context);
}

function encodeField(rules: FieldRules, name: string, value: unknown, context: EncodeContext): Pair[] {
	const parameter = rules.parameters.find((candidate) => candidate.name === name);
	if (parameter !== undefined) {
		return isGroup(parameter) ? encodeGroup(parameter, value, context) : encodeValue(parameter, value, name, context);
	}
	if (rules.customFields && isCustomField(name)) {
		if (isEmpty(value)) return [];
		const text = toText(value, name);
		requireWellFormed(text, name);
		return [[name, text]];
	}
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
 * Turns the fields of a write, in the API's own shape, into form pairs in the order given. Empty values are not sent;
 * a list without rows, or with a row without values, is refused, and so is a field without a value that narrows what is done.
 *
 * @param input `{ note, shipping_address: { city }, order_line_items: [{ id, status }], cf_color }`
 * @throws InputError for an unknown name, a value that does not fit, or a required field without a value
 */
export function encodeFields(
	rules: FieldRules,
	input: Readonly<Record<string, unknown>>,
	context: EncodeContext,
): Pair[] {
	const pairs = Object.entries(input).flatMap(([name, value]) => encodeField(rules, name, value, context));
	const absent = missing(rules, new Set(pairs.map(([name]) => name)));
	if (absent !== undefined) {
		throw new InputError(
			absent,
			`${fieldLabel(absent)} has no value`,
			'Fill it in: Chargebee demands it for this operation.',
		);
	}
	return pairs;
}
