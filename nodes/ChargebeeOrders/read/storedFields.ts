import { isGroup, type GroupParameter, type ListParameter, type Parameter } from '../api/parameter';
import { isCustomField } from '../encode/fields';
import { fieldLabel } from '../encode/label';
import { InputError } from '../errors/InputError';
import { describe, isRecord, trimmed } from '../values';

import { locatedValue } from './located';
import { wholeList, wholeListName, wholeListTitle } from './wholeList';

/** The group under which a fixed collection keeps its entries. */
export const ENTRIES = 'values';
export const CUSTOM_FIELDS = 'customFields';

const LOST =
	'n8n loses a collection that an expression gives as a whole: give an expression for each value, or all fields with Using JSON.';

/** The members of an entry that have a value: n8n stores all of them, empty text where nothing was given. */
function entryFromEditor(row: unknown): unknown {
	if (!isRecord(row)) return row;
	return withoutEmptyText(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, locatedValue(value)])));
}

function withoutEmptyText(row: unknown): unknown {
	if (!isRecord(row)) return row;
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}

/** What a fixed collection holds; nothing where it was added and no entry in it. */
function unwrapped(value: unknown): unknown {
	return isRecord(value) && Object.keys(value).every((key) => key === ENTRIES) ? value[ENTRIES] : value;
}

/** The entries of a group. Members of a row without a value are stored as empty text, and are left out. */
function groupFromEditor(group: GroupParameter, stored: unknown): unknown {
	const entries = unwrapped(stored);
	if (group.kind === 'list') return Array.isArray(entries) ? entries.map(entryFromEditor) : entries;
	if (entries === undefined) {
		throw new InputError(
			group.name,
			`${fieldLabel(group.name)} was added and has nothing in it`,
			`Fill it in, or remove it. ${LOST}`,
		);
	}
	return entries;
}

function customFieldName(row: unknown, number: number): string {
	const given = isRecord(row) ? locatedValue(row.name) : undefined;
	const name = typeof given === 'string' ? trimmed(given) : '';
	if (name === '') {
		throw new InputError(
			CUSTOM_FIELDS,
			`Custom Field ${number} has no API name`,
			`Give the API name that Chargebee shows, which begins with cf_, or remove the row. ${LOST}`,
		);
	}
	if (!isCustomField(name)) {
		throw new InputError(
			name,
			`Custom Field ${number} has a name that is none of a custom field: ${describe(name)}`,
			'The API name begins with cf_ and has no brackets: copy it from Chargebee.',
		);
	}
	return name;
}

function customFieldsFromEditor(stored: unknown): Record<string, unknown> {
	const rows = unwrapped(stored);
	if (!Array.isArray(rows) || rows.length === 0) {
		throw new InputError(
			CUSTOM_FIELDS,
			rows === undefined || Array.isArray(rows)
				? 'Custom Fields was added and has nothing in it'
				: `Custom Fields has the wrong form: ${describe(rows)}`,
			`Add a custom field, or remove Custom Fields. ${LOST}`,
		);
	}
	const fields = new Map<string, unknown>();
	rows.forEach((row: unknown, index) => {
		const name = customFieldName(row, index + 1);
		if (fields.has(name)) {
			throw new InputError(
				name,
				`${name} is given twice in Custom Fields, and Chargebee takes one value`,
				'Remove one of the two rows.',
			);
		}
		fields.set(name, isRecord(row) ? row.value : undefined);
	});
	return Object.fromEntries(fields);
}

function givenTwice(list: ListParameter): InputError {
	return new InputError(
		list.name,
		`${fieldLabel(list.name)} is given twice: row by row, and as ${wholeListTitle(list)}`,
		'Remove one of the two.',
	);
}

/**
 * Brings what the editor stores into the API's shape: `credit_note__total` into `credit_note: { total }`, the entries of a
 * fixed collection into an object or a list, custom fields to their names.
 * @throws InputError for a collection that was added and holds nothing, for custom fields without a name or given twice,
 * and for a list that is given in two ways
 */
export function fieldsFromEditor(
	stored: Readonly<Record<string, unknown>>,
	parameters: readonly Parameter[],
): Record<string, unknown> {
	const fields: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(stored)) {
		const [first = '', member] = name.split('__');
		const parameter = parameters.find((candidate) => candidate.name === name);
		const list = parameters.find((candidate) => candidate.kind === 'list' && wholeListName(candidate) === name);
		if (name === CUSTOM_FIELDS) {
			Object.assign(fields, customFieldsFromEditor(value));
		} else if (list?.kind === 'list') {
			if (list.name in stored) throw givenTwice(list);
			fields[list.name] = wholeList(list, value);
		} else if (parameter !== undefined && isGroup(parameter)) {
			fields[name] = groupFromEditor(parameter, value);
		} else if (member !== undefined) {
			const before = fields[first];
			fields[first] = { ...(isRecord(before) ? before : {}), [member]: value };
		} else {
			fields[name] = value;
		}
	}
	return fields;
}

/**
 * Fields without those that an agent left out, for which it sends an empty text. A list is never left out so: without
 * it the whole order would be acted on.
 */
export function withoutLeftOut(
	fields: Readonly<Record<string, unknown>>,
	parameters: readonly Parameter[],
): Record<string, unknown> {
	const lists = parameters.filter(({ kind }) => kind === 'list').map(({ name }) => name);
	const leftOut = (value: unknown): boolean =>
		value === '' || (isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(leftOut));
	return Object.fromEntries(
		Object.entries(fields)
			.filter(([name, value]) => lists.includes(name) || !leftOut(value))
			.map(([name, value]) => [name, Array.isArray(value) ? value.map(withoutEmptyText) : withoutEmptyText(value)]),
	);
}
