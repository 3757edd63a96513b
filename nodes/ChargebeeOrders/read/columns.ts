import { isGroup, type Parameter } from '../api/parameter';
import { isCustomField, type FieldRules } from '../encode/fields';
import { fieldLabel } from '../encode/label';
import { fieldKey } from '../encode/word';
import { InputError } from '../errors/InputError';
import { isBlank, isRecord, parseJson } from '../values';

import { wholeList } from './wholeList';

/** Where the value of a column belongs: a field, a member of one, or a custom field. */
interface Target {
	readonly name: string;
	/** Absent of a custom field. */
	readonly parameter?: Parameter;
	readonly member?: string;
}

/** The fields by all that columns call them: names of the API, titles, and what tables have besides. */
function targetsOf(parameters: readonly Parameter[]): Map<string, Target> {
	const targets = new Map<string, Target>();
	for (const parameter of parameters) {
		const { name } = parameter;
		const names = isGroup(parameter) ? [name] : [name, ...(parameter.aliases ?? [])];
		for (const spelled of names) targets.set(fieldKey(spelled), { name, parameter });
		if (parameter.kind !== 'object') continue;
		for (const { name: member } of parameter.members) {
			targets.set(fieldKey(`${name}.${member}`), { name, parameter, member });
		}
	}
	return targets;
}

/** Columns that are remembered, so that hostile items do not fill the memory. */
const MOST_REMEMBERED = 1000;

/** Finds the field of a column. All items of a run have the same few columns, and each is looked up once. */
export class ColumnNames {
	private readonly targets: Map<string, Target>;
	private readonly found = new Map<string, Target | undefined>();

	/** @param known custom fields of the site: their columns may be called by their titles, "Gift Wrap" for `cf_gift_wrap` */
	constructor(
		readonly rules: FieldRules,
		known: readonly string[] = [],
	) {
		this.targets = targetsOf(rules.parameters);
		for (const name of rules.customFields ? known : []) {
			for (const spelled of [name, name.slice('cf_'.length)]) {
				const key = fieldKey(spelled);
				if (!this.targets.has(key)) this.targets.set(key, { name });
			}
		}
	}

	targetOf(column: string): Target | undefined {
		if (!this.found.has(column)) {
			if (this.found.size >= MOST_REMEMBERED) this.found.clear();
			const custom = this.rules.customFields && isCustomField(column);
			this.found.set(column, custom ? { name: column } : this.targets.get(fieldKey(column)));
		}
		return this.found.get(column);
	}
}

export interface MappedFields {
	/** In the API's own shape. */
	readonly fields: Readonly<Record<string, unknown>>;
	/** The columns that fit no field. */
	readonly ignored: readonly string[];
}

/** Collects the values of columns, each field once. */
class Collected implements MappedFields {
	readonly fields: Record<string, unknown> = {};
	readonly ignored: string[] = [];
	private readonly groups = new Map<string, Record<string, unknown>>();
	private readonly columns = new Map<string, string>();

	constructor(private readonly names: ColumnNames) {}

	add(column: string, value: unknown): void {
		const target = this.names.targetOf(column);
		if (target === undefined) this.ignored.push(column);
		else if (target.member !== undefined) this.putMember(target.name, target.member, value, column);
		else if (target.parameter?.kind === 'object') this.addGroup(target.name, value, column);
		else if (target.parameter?.kind === 'list')
			this.put(target.name, wholeList(target.parameter, value, fieldLabel(target.name)), column);
		else this.put(target.name, value, column);
	}

	/** A group as one column is an object; an address written as text is none. */
	private addGroup(name: string, value: unknown, column: string): void {
		const members = typeof value === 'string' ? parseJson(value) : value;
		if (!isRecord(members)) {
			this.ignored.push(column);
			return;
		}
		for (const [inner, given] of Object.entries(members)) {
			if (isBlank(given)) continue;
			const { member } = this.names.targetOf(`${name}.${inner}`) ?? {};
			if (member === undefined) this.ignored.push(`${column}.${inner}`);
			else this.putMember(name, member, given, `${column}.${inner}`);
		}
	}

	private put(name: string, value: unknown, column: string): void {
		this.claim(name, column);
		this.fields[name] = value;
	}

	private putMember(name: string, member: string, value: unknown, column: string): void {
		this.claim(`${name}[${member}]`, column);
		const group = this.groups.get(name) ?? {};
		group[member] = value;
		this.groups.set(name, group);
		this.fields[name] = group;
	}

	/** @throws InputError where another column was for the same field */
	private claim(field: string, column: string): void {
		const other = this.columns.get(field);
		this.columns.set(field, column);
		if (other === undefined) return;
		throw new InputError(
			field,
			`The columns "${other}" and "${column}" are both for ${fieldLabel(field)}`,
			'Leave one of them empty, rename it, or remove it before this node.',
		);
	}
}

/**
 * Brings the columns of an item into the API's shape: each to the field that is called so. A group may be one column that
 * holds an object, or a column a member; a list is one column.
 * @throws InputError where two columns are for one field, and for a list that is none
 */
export function fieldsFromColumns(
	row: ReadonlyArray<readonly [column: string, value: unknown]>,
	names: ColumnNames,
): MappedFields {
	const collected = new Collected(names);
	for (const [column, value] of row) collected.add(column, value);
	return collected;
}
