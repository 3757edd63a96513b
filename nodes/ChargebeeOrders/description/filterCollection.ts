import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { filterName, filterTitle, type Filter, type Operator } from '../api/filters';
import { momentNames, periodNames } from '../encode/relativeDate';

import { MINOR_UNITS, namedOptions, optionsFor, TIME_ZONE } from './titles';

const operatorNames: Readonly<Record<Operator, string>> = {
	is: 'Is',
	is_not: 'Is Not',
	starts_with: 'Starts With',
	in: 'Is One Of',
	not_in: 'Is None Of',
	is_present: 'Has a Value',
	lt: 'Less Than',
	lte: 'At Most',
	gt: 'More Than',
	gte: 'At Least',
	after: 'After',
	before: 'Before',
	on: 'On',
	between: 'Between',
};

const listOperators: readonly Operator[] = ['in', 'not_in'];
const apart: readonly Operator[] = [...listOperators, 'between', 'is_present'];

type Shown = Pick<INodeProperties, 'displayOptions'>;

function shownFor(filter: Filter, operators: readonly Operator[], more: Record<string, string[]> = {}): Shown {
	const shown = filter.operators.filter((operator) => operators.includes(operator));
	const needed = shown.length < filter.operators.length ? { operator: shown } : {};
	const show = { ...needed, ...more };
	return Object.keys(show).length === 0 ? {} : { displayOptions: { show } };
}

/**
 * A point in time: fixed, by an expression, or relative to now.
 * @param shown when one of the two inputs is shown, beside the choice between them
 * @param ofChoice when that choice is
 */
export function momentInputs(
	shown: (date: { date: string[] }) => Shown = (show) => ({ displayOptions: { show } }),
	ofChoice: Shown = {},
): INodeProperties[] {
	return [
		{
			displayName: 'Date',
			name: 'date',
			type: 'options',
			noDataExpression: true,
			default: 'fixed',
			options: [
				{ name: 'Fixed or Expression', value: 'fixed' },
				{ name: 'Relative to Now', value: 'relative' },
			],
			...ofChoice,
		},
		{
			displayName: 'Value',
			name: 'value',
			type: 'dateTime',
			default: '',
			...shown({ date: ['fixed'] }),
		},
		{
			displayName: 'Moment',
			name: 'moment',
			type: 'options',
			default: 'oneDayAgo',
			options: namedOptions(momentNames),
			...shown({ date: ['relative'] }),
		},
	];
}

function timeInputs(filter: Filter): INodeProperties[] {
	const single = filter.operators.filter((operator) => !apart.includes(operator));
	return [
		...momentInputs((date) => shownFor(filter, single, date), shownFor(filter, [...single, 'between'])),
		{
			displayName: 'From',
			name: 'from',
			type: 'dateTime',
			default: '',
			...shownFor(filter, ['between'], { date: ['fixed'] }),
		},
		{
			displayName: 'To',
			name: 'to',
			type: 'dateTime',
			default: '',
			...shownFor(filter, ['between'], { date: ['fixed'] }),
		},
		{
			displayName: 'Period',
			name: 'period',
			type: 'options',
			default: 'last24Hours',
			options: namedOptions(periodNames),
			...shownFor(filter, ['between'], { date: ['relative'] }),
		},
	];
}

function numberInputs(filter: Filter): INodeProperties[] {
	const single = filter.operators.filter((operator) => !apart.includes(operator));
	const number = {
		type: 'number' as const,
		default: '',
		typeOptions: { numberPrecision: 0 },
		...(filter.kind === 'amount' ? { hint: MINOR_UNITS } : {}),
	};
	return [
		{ displayName: 'Value', name: 'value', ...number, ...shownFor(filter, single) },
		{ displayName: 'From', name: 'from', ...number, ...shownFor(filter, ['between']) },
		{ displayName: 'To', name: 'to', ...number, ...shownFor(filter, ['between']) },
	];
}

function textInputs(filter: Filter): INodeProperties[] {
	const values: INodeProperties = {
		displayName: 'Values',
		name: 'values',
		type: 'string',
		default: '',
		hint: 'Separated by commas, or a list',
		...shownFor(filter, listOperators),
	};
	return [
		{
			displayName: 'Value',
			name: 'value',
			type: 'string',
			default: '',
			...shownFor(
				filter,
				filter.operators.filter((operator) => !apart.includes(operator)),
			),
		},
		...(filter.operators.includes('in') ? [values] : []),
	];
}

function choiceInputs(filter: Filter): INodeProperties[] {
	const options = optionsFor(filter.values ?? []);
	return [
		{ ...choiceBase, options, ...shownFor(filter, ['is', 'is_not']) },
		{
			displayName: 'Values',
			name: 'values',
			type: 'multiOptions',
			default: [],
			options,
			...shownFor(filter, listOperators),
		},
	];
}

function inputs(filter: Filter): INodeProperties[] {
	switch (filter.kind) {
		case 'timestamp':
			return timeInputs(filter);
		case 'amount':
		case 'integer':
			return numberInputs(filter);
		case 'boolean':
			return [
				{
					displayName: 'Value',
					name: 'value',
					type: 'boolean',
					default: true,
					description: 'Whether to keep what this is true of; off: all others',
					...hintOf(filter),
				},
			];
		case 'enum':
			return choiceInputs(filter);
		case 'string':
			return textInputs(filter);
	}
}

/** What is told of a filter stands below its first input: an entry has no text of its own. */
function hintOf({ description }: Filter): Pick<INodeProperties, 'hint'> {
	return description === undefined ? {} : { hint: description };
}

const operatorBase: INodeProperties = {
	displayName: 'Operator',
	name: 'operator',
	type: 'options',
	noDataExpression: true,
	default: '',
};
const choiceBase: INodeProperties = { displayName: 'Value', name: 'value', type: 'options', default: '' };

function entry(filter: Filter): INodePropertyCollection {
	const operator: INodeProperties = {
		...operatorBase,
		default: filter.operators[0] ?? 'is',
		options: filter.operators.map((value) => ({ name: operatorNames[value], value })),
		...hintOf(filter),
	};
	const present: INodeProperties = {
		displayName: 'Has a Value',
		name: 'present',
		type: 'boolean',
		default: true,
		description: 'Whether to keep what has a value; off: what has none',
		...shownFor(filter, ['is_present']),
	};
	return {
		displayName: filterTitle(filter),
		name: filterName(filter),
		values: [
			...(filter.operators.length > 1 ? [operator] : []),
			...inputs(filter),
			...(filter.operators.includes('is_present') ? [present] : []),
		],
	};
}

/** n8n reads an expression in place of a whole filter as if it were its rows, before the node sees it. */
const WHOLE_BY_EXPRESSION =
	'Where an expression gives whole filters, choose Using JSON, which checks all of what it gives';

/** One entry a field, each with the operators of that field and inputs that fit its kind; a field may be added several times. */
export function filtersProperty(filters: readonly Filter[], description: string): INodeProperties {
	const times = filters.some(({ kind }) => kind === 'timestamp') ? [`For times, ${TIME_ZONE}`] : [];
	const sentences = [description.replace(/\.$/, ''), ...times, WHOLE_BY_EXPRESSION].map((sentence) => `${sentence}.`);
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Filter',
		description: sentences.join(' '),
		default: {},
		options: filters.map(entry),
	};
}
