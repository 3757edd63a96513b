import type { INodeProperties } from 'n8n-workflow';

import { sortFields } from '../../api/enumerations';
import { orderListFilters } from '../../api/filters';
import type { ApiVersion } from '../../api/parameter';
import type { Call } from '../../Call';
import { filterInputs, leaveOutEmptyFilters } from '../../description/filterInputs';
import { limitProperties, optionsProperty } from '../../description/options';
import { requestContextProperty } from '../../description/requestContext';
import { shownWhen } from '../../description/shown';
import { namedOptions, optionsFor } from '../../description/titles';
import { type Pair, requireFitsUrl } from '../../encode/form';
import { toBoolean, toChoice, toInteger } from '../../encode/scalar';
import { InputError } from '../../errors/InputError';
import { isBlank, isEmpty, isRecord } from '../../values';
import { apiVersion, collection, filterPairs, resultLimit } from '../inputs';
import type { Operation } from '../Operation';

import { changedSince, changedSinceProperty, requireAlone } from './changedSince';
import { versionProperty } from './orderInputs';
import { readChangedOrders } from './readChangedOrders';
import { readOrders } from './readOrders';

const versions: readonly ApiVersion[] = ['v2', 'v1'];
const directions = ['asc', 'desc'] as const;
const directionNames = { asc: 'Oldest First', desc: 'Newest First' } as const;

const sort: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	placeholder: 'Add Sorting',
	default: {},
	description: 'Without it, Limit takes the newest orders, and Return All begins with the oldest',
	options: [
		{
			displayName: 'Sort By',
			name: 'by',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'options',
					default: 'created_at',
					options: optionsFor(sortFields),
				},
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					default: 'desc',
					options: namedOptions(directionNames),
				},
			],
		},
	],
};

const flags: readonly INodeProperties[] = [
	{
		displayName: 'Include Deleted Orders',
		name: 'include_deleted',
		type: 'boolean',
		default: true,
		description: 'Whether to list deleted orders too',
	},
	{
		displayName: 'Exclude Deleted Credit Notes',
		name: 'exclude_deleted_credit_notes',
		type: 'boolean',
		default: true,
		description: 'Whether to leave out deleted credit notes of the orders',
	},
];

/** Beyond that many pages at once windows of time gain little, and the limits of most sites are reached. */
const MOST_PARALLEL = 8;

const parallelPages: INodeProperties = {
	displayName: 'Parallel Pages',
	name: 'parallelPages',
	type: 'number',
	default: 1,
	typeOptions: { minValue: 1, maxValue: MOST_PARALLEL, numberPrecision: 0 },
	description:
		'How many pages of a long list to read at once. Helps on sites with high rate limits: at 150 requests a minute the limit is what takes time. Lists of fewer than some 20 pages, sorted by Updated At, or of what changed since a time are read page by page.',
	displayOptions: { show: { '/returnAll': [true] } },
};

/** How many pages to read at once: windows of time need orders that are sorted by their creation. */
function pagesAtOnce(call: Call, sorting: readonly Pair[]): number {
	const given = collection(call, 'options')[parallelPages.name];
	const wanted = isEmpty(given) ? 1 : toInteger(given, parallelPages.displayName, 1);
	return sorting.some(([, field]) => field !== 'created_at')
		? 1
		: Math.min(wanted, MOST_PARALLEL, call.transport.concurrency);
}

/** Refuses for a person what an expression gave no value for; an agent leaves out what it does not want. */
function requireValue(call: Call, value: unknown, label: string): void {
	if (call.asTool || !isBlank(value)) return;
	throw new InputError(
		label,
		`${label} has no value`,
		'Choose one, or remove the input; where an expression gives none, stop the workflow before.',
	);
}

function sortPairs(call: Call): Pair[] {
	const { by } = collection(call, 'sort');
	if (by === undefined || (call.asTool && isBlank(by))) return [];
	if (!isRecord(by)) throw new InputError('Sort', 'Sort has no field and direction', 'Add the sorting below.');
	if ('field' in by) requireValue(call, by.field, 'Sort Field');
	if ('direction' in by) requireValue(call, by.direction, 'Sort Direction');
	const given = Object.keys(by).length > 0;
	if (given && isBlank(by.field) && isBlank(by.direction)) return [];
	const field = toChoice(isBlank(by.field) ? 'created_at' : by.field, 'Sort Field', sortFields);
	const direction = toChoice(
		isBlank(by.direction) ? 'desc' : by.direction,
		'Sort Direction',
		directions,
		directionNames,
	);
	return [[`sort_by[${direction}]`, field]];
}

/** Chargebee lists the oldest orders first, and a limit would cut those that a person looks for. */
function newestFirst(call: Call, sorting: readonly Pair[]): Pair[] {
	const isChosen = sorting.length > 0 || resultLimit(call) === Number.POSITIVE_INFINITY;
	return isChosen ? [] : [['sort_by[desc]', 'created_at']];
}

function flagPairs(call: Call): Pair[] {
	const options = collection(call, 'options');
	return flags.flatMap(({ name, displayName }): Pair[] => {
		if (!(name in options)) return [];
		const label = `${displayName} (${name})`;
		requireValue(call, options[name], label);
		return isBlank(options[name]) ? [] : [[name, String(toBoolean(options[name], label))]];
	});
}

/** `GET /orders`. */
export const getAll: Operation = {
	resource: 'order',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many orders',
	description:
		'List orders, with filters on status, time, invoice or subscription, or all that changed since a time. New and changed orders may be missing for up to five minutes. To filter by customer or amount use an export.',
	properties: [
		versionProperty,
		...limitProperties,
		...shownWhen({ apiVersion: ['v2'] }, [
			...filterInputs(
				orderListFilters,
				'Only orders for which all filters hold are listed. By customer, amount, delivery or cancellation only an export filters.',
			),
			changedSinceProperty,
			sort,
			requestContextProperty('GET', 'v2'),
			optionsProperty('orders', [...flags, leaveOutEmptyFilters, parallelPages]),
		]),
		...shownWhen({ apiVersion: ['v1'] }, [requestContextProperty('GET', 'v1'), optionsProperty('orders')]),
	],
	writes: false,
	prepare(call) {
		const version = apiVersion(call, versions);
		if (version === 'v1') return readOrders(call, version, '/orders', []);
		const since = changedSince(call);
		const sorting = sortPairs(call);
		const pairs = [...flagPairs(call), ...sorting, ...filterPairs(call, orderListFilters)];
		requireFitsUrl(pairs);
		if (since !== undefined) {
			requireAlone(pairs);
			return readChangedOrders(call, since, pairs);
		}
		return readOrders(call, version, '/orders', [...pairs, ...newestFirst(call, sorting)], pagesAtOnce(call, sorting));
	},
};
