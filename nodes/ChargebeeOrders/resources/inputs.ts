import type { Filter } from '../api/filters';
import { sentAttributes } from '../api/orderAttributes';
import type { ApiVersion, Parameter } from '../api/parameter';
import { title } from '../api/titles';
import type { Call } from '../Call';
import { leaveOutEmptyFilters } from '../description/filterInputs';
import { AGENT_LIMITS, DEFAULT_LIMIT } from '../description/options';
import { isCustomField } from '../encode/fields';
import { encodeConditions, withoutValue, type EmptyFilters } from '../encode/filterConditions';
import type { Pair } from '../encode/form';
import { contextChoices, contextLabel, encodeHeaders } from '../encode/headers';
import { jsonObject } from '../encode/json';
import { fieldLabel } from '../encode/label';
import { toList } from '../encode/list';
import { nearest } from '../encode/nearest';
import { toBoolean, toChoice, toInteger, toText } from '../encode/scalar';
import { InputError } from '../errors/InputError';
import type { OutputOptions } from '../output/orderOutput';
import { conditionsFromJson } from '../read/jsonFilters';
import { locatedValue } from '../read/located';
import { conditionsFromEditor } from '../read/storedFilters';
import { describe, isBlank, isEmpty, isRecord, trimmed } from '../values';

/** Readers of the parameters that several operations share. */

/**
 * A collection of the node; an empty one where nothing was added.
 * @param label the collection as the editor names it
 */
export function collection(call: Call, name: string, label = title(name)): Record<string, unknown> {
	const value = call.parameter(name, {});
	if (isRecord(value)) return value;
	if (isEmpty(value) || (Array.isArray(value) && value.length === 0)) return {};
	// Read as nothing, filters of a wrong form would let everything through.
	throw new InputError(
		name,
		`${label} is not an object with fields: ${describe(value)}`,
		'Add the fields one by one, or use JSON where it is offered.',
	);
}

/** Whether n8n stores this of a choice that nobody made: in a list of one value or of several, or in a locator. */
function isOpen(stored: unknown): boolean {
	return locatedValue(stored) === '' || (Array.isArray(stored) && stored.length === 0);
}

/**
 * Refuses a choice that was added to a collection and not made. One for which an expression gives nothing is an empty
 * value like any other.
 * @param choices names in the collection
 * @param label the name of a choice as the editor shows it
 */
function requireChosen(call: Call, name: string, choices: readonly string[], label: (choice: string) => string): void {
	const stored = call.stored(name);
	if (!isRecord(stored)) return;
	const open = choices.find((choice) => isOpen(stored[choice]));
	if (open === undefined) return;
	throw new InputError(
		open,
		`${label(open)} was added, and nothing is chosen there`,
		'Choose from its list, or remove it.',
	);
}

/**
 * The fields that were added to a request.
 * @param parameters the fields that there are
 * @throws InputError for a choice that was not made
 */
export function addedFields(call: Call, parameters: readonly Parameter[]): Record<string, unknown> {
	const choices = parameters.filter(({ kind }) => kind === 'enum').map(({ name }) => name);
	requireChosen(call, 'fields', choices, fieldLabel);
	return collection(call, 'fields');
}

/** The version that the person chose, or the only one there is. */
export function apiVersion(call: Call, versions: readonly ApiVersion[]): ApiVersion {
	const [only = 'v2'] = versions;
	return versions.length === 1 ? only : toChoice(call.parameter('apiVersion', 'v2'), 'API Version', versions);
}

/** The headers of "Customer and Event Options". */
export function contextHeaders(call: Call, method: 'GET' | 'POST', version: ApiVersion): Record<string, string> {
	requireChosen(call, 'requestContext', contextChoices, contextLabel);
	const given = Object.entries(collection(call, 'requestContext', 'Customer Options'));
	return encodeHeaders(Object.fromEntries(given.map(([name, value]) => [name, locatedValue(value)])), method, version);
}

const FILTERS_JSON = 'Filters (JSON)';

/** What becomes of filters without a value in this call. */
export function emptyFilters(call: Call): EmptyFilters {
	if (call.asTool) return 'leftOut';
	const { name, displayName } = leaveOutEmptyFilters;
	const options = collection(call, 'options');
	return name in options && toBoolean(options[name], displayName) ? 'leftOut' : 'refused';
}

/**
 * The filters, whether added one by one or given as JSON.
 * @throws InputError for one that does not fit, and for one without a value, unless an agent calls or
 * *Leave Out Empty Filters* is on
 */
export function filterPairs(call: Call, filters: readonly Filter[]): Pair[] {
	const empty = emptyFilters(call);
	const how = choiceOption(call.parameter('specifyFilters', 'below'), 'Specify Filters', ['below', 'json'], 'below');
	const given = how === 'json' ? call.parameter('filtersJson', '') : call.parameter('filters', {});
	if (isBlank(given)) return withoutValue(how === 'json' ? FILTERS_JSON : 'Filters', FILTERS_JSON, empty);
	const conditions =
		how === 'json'
			? conditionsFromJson(jsonObject(given, FILTERS_JSON), filters, empty)
			: conditionsFromEditor(collection(call, 'filters'), filters, call.context, empty);
	return encodeConditions(conditions, call.context, empty);
}

/** One of the node's own choices; what is left empty, as agents do, counts as not given. */
export function choiceOption<Value extends string>(
	given: unknown,
	label: string,
	values: readonly Value[],
	fallback: Value,
): Value {
	return isEmpty(given) ? fallback : toChoice(given, label, values);
}

/** The attributes of the output. A name that no order has is refused: every item would lack it. */
function outputFields(given: unknown): string[] {
	const label = 'Output Fields';
	const fields = toList(given, label).map((field) => trimmed(toText(field, label)));
	if (fields.length === 0) {
		throw new InputError(label, `${label} names no field`, 'Choose at least one, or another Output.');
	}
	const unknown = fields.find((field) => !sentAttributes.includes(field) && !isCustomField(field));
	if (unknown !== undefined) {
		throw new InputError(
			label,
			`${label} names "${unknown}", which no order has`,
			`Did you mean ${nearest(unknown, sentAttributes) ?? ''}? The names of custom fields begin with cf_.`,
		);
	}
	return fields;
}

/** How times and amounts are handed out: as Chargebee sends them unless told otherwise. */
export function valueOptions(
	options: Readonly<Record<string, unknown>>,
): Pick<OutputOptions, 'timestamps' | 'amounts'> {
	return {
		timestamps: choiceOption(options.timestamps, 'Timestamps', ['unix', 'iso'], 'unix'),
		amounts: choiceOption(options.amounts, 'Amounts', ['minor', 'decimal'], 'minor'),
	};
}

/** The form of orders in the output: everything, or simplified for agents, unless Output says otherwise. */
export function outputOptions(call: Call): OutputOptions {
	const options = collection(call, 'options');
	const shapes = ['raw', 'simplified', 'selected'] as const;
	const shape = choiceOption(options.output, 'Output', shapes, call.asTool ? 'simplified' : 'raw');
	return {
		shape,
		fields: shape === 'selected' ? outputFields(options.outputFields) : [],
		...valueOptions(options),
	};
}

/** How many results to read: all, up to Limit, or a number fit for an agent. */
export function resultLimit(call: Call): number {
	if (!call.asTool && toBoolean(call.parameter('returnAll', false), 'Return All')) return Number.POSITIVE_INFINITY;
	const given = call.parameter('limit', call.asTool ? AGENT_LIMITS.preset : DEFAULT_LIMIT);
	const limit = isEmpty(given) && call.asTool ? AGENT_LIMITS.preset : toInteger(given, 'Limit', 1);
	return call.asTool ? Math.min(limit, AGENT_LIMITS.most) : limit;
}
