import { requiredFields } from '../../api/parameter';
import type { Call } from '../../Call';
import { isCustomField, type FieldRules } from '../../encode/fields';
import { fieldLabel } from '../../encode/label';
import { InputError } from '../../errors/InputError';
import { ColumnNames, fieldsFromColumns } from '../../read/columns';
import { describe, isBlank, isRecord } from '../../values';

const LABEL = 'From Input Fields';

/** The custom fields that n8n's mapper loaded from the site when the node was last open. */
function knownCustomFields(schema: readonly unknown[]): string[] {
	return schema.flatMap((field) =>
		isRecord(field) && typeof field.id === 'string' && isCustomField(field.id) ? [field.id] : [],
	);
}

/** The names of columns by what they were made from: where nothing is an expression, that is one object for all items. */
const columnNames = new WeakMap<object, ColumnNames>();

function namesFor(rules: FieldRules, schema: unknown): ColumnNames {
	const fields: readonly unknown[] = Array.isArray(schema) ? schema : [];
	const key = fields.length > 0 ? fields : rules.parameters;
	const made = columnNames.get(key);
	if (made?.rules.parameters === rules.parameters) return made;
	const names = new ColumnNames(rules, knownCustomFields(fields));
	columnNames.set(key, names);
	return names;
}

/**
 * What was mapped by hand. n8n keeps null for what nobody touched, and drops what an expression gives no value for: the
 * stored names tell the two apart.
 */
function mappedByHand(stored: unknown, evaluated: unknown): Array<[string, unknown]> {
	const values = isRecord(evaluated) ? evaluated : {};
	const given = isRecord(stored) && isRecord(stored.value) ? Object.entries(stored.value) : [];
	return given.filter(([, value]) => value !== null).map(([name]) => [name, values[name]]);
}

function requireKnown([unknown]: readonly string[]): void {
	if (unknown === undefined) return;
	throw new InputError(
		unknown,
		`${unknown} is not a field of this operation`,
		'The mapping is of another operation or version: remove the field, or reload the fields.',
	);
}

/** A column with another name is told apart from an empty cell. */
function requireDemanded(
	{ parameters }: FieldRules,
	fields: Readonly<Record<string, unknown>>,
	ignored: readonly string[],
): void {
	const absent = requiredFields(parameters).find(({ name }) => !(name in fields));
	if (absent === undefined) return;
	const others = ignored.length === 0 ? '' : ` No field fits ${ignored.slice(0, 5).join(', ')}.`;
	throw new InputError(
		absent.name,
		`${fieldLabel(absent.name)} has no value, and Chargebee demands it`,
		`Fill in the column that is called so, rename the one that is meant, or choose Map Each Column.${others}`,
	);
}

/**
 * The fields that the columns of the input item give: mapped automatically, where empty cells count for nothing, or one
 * by one.
 * @throws InputError for what is no mapping, in a tool, and where two columns are for one field
 */
export function inputFields(call: Call, rules: FieldRules): Readonly<Record<string, unknown>> {
	if (call.asTool) {
		throw new InputError('Specify Fields', `${LABEL} is not for tools`, 'Choose Using Fields Below or Using JSON.');
	}
	const columns = call.parameter('columns', {});
	if (!isRecord(columns)) {
		throw new InputError(
			LABEL,
			`${LABEL} has no mapping: ${describe(columns)}`,
			'Choose Map Automatically or Map Each Column; an expression for all fields goes through Using JSON.',
		);
	}
	const byHand = columns.mappingMode === 'defineBelow';
	const row = byHand
		? mappedByHand(call.stored('columns'), columns.value)
		: Object.entries(call.input()).filter(([, value]) => !isBlank(value));
	const { fields, ignored } = fieldsFromColumns(row, namesFor(rules, columns.schema));
	if (byHand) requireKnown(ignored);
	else requireDemanded(rules, fields, ignored);
	for (const column of ignored) call.report.ignoredColumns.add(column);
	return fields;
}
