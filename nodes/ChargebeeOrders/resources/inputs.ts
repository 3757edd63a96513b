import type { Filter } from '../api/filters';
import type { ApiVersion } from '../api/parameter';
import { leaveOutEmptyFilters } from '../description/filterInputs';
import { conditionsFromEditor } from '../description/storedFilters';
import { isBlank } from '../encode/blank';
import { idFromConsoleUrl, type ConsoleResource } from '../encode/consoleUrl';
import { isRecord } from '../encode/fields';
import { conditionsFromJson, encodeConditions, parseJson, withoutValue, type EmptyFilters } from '../encode/filters';
import type { Pair } from '../encode/form';
import { encodeHeaders } from '../encode/headers';
import { isEmpty, toBoolean, toInteger } from '../encode/scalar';
import { InputError } from '../errors/InputError';
import type { OutputOptions } from '../output/orderOutput';
import type { Call } from '../transport/Call';

/** Readers of the parameters that several operations share. */

/** A collection of the node; an empty one where nothing was added. */
export function collection(call: Call, name: string): Record<string, unknown> {
	const value = call.parameter(name, {});
	if (isRecord(value)) return value;
	if (isEmpty(value) || (Array.isArray(value) && value.length === 0)) return {};
	// Read as nothing, filters of a wrong form would let everything through.
	throw new InputError(
		name,
		`${name} is not an object with fields`,
		'Add the fields one by one, or use JSON where it is offered',
	);
}

/**
 * The ID that a resource locator holds: picked, typed, or in a pasted URL. n8n would extract the last with the site
 * left unread.
 * @param label the parameter as the editor names it
 */
export function locatedId(call: Call, name: string, resource: ConsoleResource, label: string): unknown {
	const located = call.parameter(name);
	if (!isRecord(located) || !('value' in located)) return located;
	const { mode, value } = located;
	return mode === 'url' && typeof value === 'string' && value !== ''
		? idFromConsoleUrl(value, resource, label, call.site)
		: value;
}

/** The version that the person chose, or the only one there is. */
export function apiVersion(call: Call, versions: readonly ApiVersion[]): ApiVersion {
	const [only = 'v2'] = versions;
	if (versions.length === 1) return only;
	const chosen = call.parameter('apiVersion', 'v2');
	const version = versions.find((candidate) => candidate === chosen);
	if (version === undefined)
		throw new InputError('apiVersion', `API Version cannot be "${String(chosen)}"`, `Choose ${versions.join(' or ')}`);
	return version;
}

/**
 * A JSON object typed in the editor or given by an expression.
 * @param label the parameter as the editor names it
 */
export function jsonObject(value: unknown, label: string): Record<string, unknown> {
	const parsed = typeof value === 'string' ? parseJson(value.trim() === '' ? '{}' : value) : value;
	if (isRecord(parsed)) return parsed;
	throw new InputError(
		label,
		`${label} is not a JSON object`,
		'Give an object such as { "note": "Call first" }; text needs double quotes, and no comma after the last entry',
	);
}

/** The headers of "Customer and Event Options". */
export function contextHeaders(call: Call, method: 'GET' | 'POST', version: ApiVersion): Record<string, string> {
	return encodeHeaders(collection(call, 'requestContext'), method, version);
}

const FILTERS_JSON = 'Filters (JSON)';

/** What becomes of filters without a value in this call. */
function emptyFilters(call: Call): EmptyFilters {
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
	const how = chosen(call.parameter('specifyFilters', 'below'), 'Specify Filters', ['below', 'json'], 'below');
	const given = how === 'json' ? call.parameter('filtersJson', '{}') : call.parameter('filters', {});
	if (isBlank(given)) return withoutValue(how === 'json' ? FILTERS_JSON : 'Filters', FILTERS_JSON, empty);
	const conditions =
		how === 'json'
			? conditionsFromJson(jsonObject(given, FILTERS_JSON), filters, empty)
			: conditionsFromEditor(collection(call, 'filters'), filters, call.context, empty);
	return encodeConditions(conditions, call.context, empty);
}

/** One of the node's own choices; what is left empty, as agents do, counts as not given. */
function chosen<Value extends string>(given: unknown, label: string, values: readonly Value[], fallback: Value): Value {
	if (isEmpty(given)) return fallback;
	const found = values.find((value) => value === given);
	if (found === undefined) {
		throw new InputError(label, `${label} cannot be "${String(given)}"`, `Choose one of ${values.join(', ')}`);
	}
	return found;
}

/** How orders are handed out: everything, but simplified for agents, unless told otherwise. */
export function outputOptions(call: Call): OutputOptions {
	const options = collection(call, 'options');
	const listed: unknown =
		typeof options.outputFields === 'string'
			? (parseJson(options.outputFields) ?? options.outputFields.split(','))
			: options.outputFields;
	const fields = (Array.isArray(listed) ? listed : [])
		.map((field) => String(field).trim())
		.filter((field) => field !== '');
	const shapes = ['raw', 'simplified', 'selected'] as const;
	const shape = chosen(options.output, 'Output', shapes, call.asTool ? 'simplified' : 'raw');
	if (shape === 'selected' && fields.length === 0) {
		throw new InputError('Output Fields', 'Output Fields names no field', 'Choose at least one, or another Output');
	}
	return {
		shape,
		fields,
		timestamps: chosen(options.timestamps, 'Timestamps', ['unix', 'iso'], 'unix'),
		amounts: chosen(options.amounts, 'Amounts', ['minor', 'decimal'], 'minor'),
	};
}

/** Results that an agent gets at most. */
const MOST_FOR_TOOL = 200;
const DEFAULT_FOR_TOOL = 20;

/** How many results to read: all, up to Limit, or a number fit for an agent. */
export function resultLimit(call: Call): number {
	if (!call.asTool && call.parameter('returnAll', false) === true) return Number.POSITIVE_INFINITY;
	const given = call.parameter('limit', call.asTool ? DEFAULT_FOR_TOOL : 50);
	const limit = isEmpty(given) && call.asTool ? DEFAULT_FOR_TOOL : toInteger(given, 'Limit', 1);
	return call.asTool ? Math.min(limit, MOST_FOR_TOOL) : limit;
}
