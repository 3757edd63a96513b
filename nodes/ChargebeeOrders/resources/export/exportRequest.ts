import type { INodeProperties } from 'n8n-workflow';

import type { ExportType } from '../../api/exports/ExportType';
import { exportTypes } from '../../api/exports/exportTypes';
import { orders } from '../../api/exports/orders';
import { requiredFields } from '../../api/parameter';
import type { Call } from '../../Call';
import { filterInputs } from '../../description/filterInputs';
import { optionalProperties, requiredProperties } from '../../description/parameterProperties';
import { shownWhen } from '../../description/shown';
import { encodeFields } from '../../encode/fields';
import type { Pair } from '../../encode/form';
import { toChoice } from '../../encode/scalar';
import { ApiError } from '../../errors/ApiError';
import { InputError } from '../../errors/InputError';
import { exportOf, type Export } from '../../exports/waitForExport';
import { randomKey } from '../../transport/idempotencyKey';
import type { ApiRequest } from '../../transport/outcome';
import { send } from '../../transport/send';
import { addedFields, filterPairs } from '../inputs';

/** The description of an export in the list of all of them. */
function about({ about: text, catalog, deprecated }: ExportType): string {
	const more = [
		...(catalog === 'both' ? [] : [`Only for sites of product catalog ${catalog}.`]),
		...(deprecated === true ? ['Chargebee has deprecated this report.'] : []),
	];
	return more.length === 0 ? text : [`${text}.`, ...more].join(' ');
}

/** No expression is allowed: for one, the editor would show the filters of all exports. */
const exportTypeProperty: INodeProperties = {
	displayName: 'What to Export',
	name: 'exportType',
	type: 'options',
	noDataExpression: true,
	default: 'orders',
	options: exportTypes.map((type) => ({
		name: type.deprecated === true ? `${type.name} (Deprecated)` : type.name,
		value: type.value,
		description: about(type),
	})),
	description: 'The kind of data to export',
};

function fieldProperties({ value, parameters }: ExportType): INodeProperties[] {
	const optional = optionalProperties(parameters);
	const fields: INodeProperties = {
		displayName: 'More Fields',
		name: 'fields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options: optional,
	};
	return shownWhen({ exportType: [value] }, [
		...requiredProperties(parameters),
		...(optional.length === 0 ? [] : [fields]),
	]);
}

/** The inputs of one list of filters, built once for all exports that have it: it is most of what the editor loads. */
function filterPropertiesOf(filters: ExportType['filters']): INodeProperties[] {
	const types = exportTypes.filter((type) => type.filters === filters);
	const notes = types.flatMap(({ filterNote }) => filterNote ?? []);
	return shownWhen(
		{ exportType: types.map(({ value }) => value) },
		filterInputs(filters, ['Only what all filters hold for is exported', ...notes].join('. ')),
	);
}

/** What to export, with the fields and filters of each export shown for it alone. */
export const exportRequestProperties: readonly INodeProperties[] = [
	exportTypeProperty,
	...exportTypes.flatMap(fieldProperties),
	...[...new Set(exportTypes.map(({ filters }) => filters))].flatMap(filterPropertiesOf),
];

/** The period of a report is given as four numbers, of which any may come from an expression. */
function requirePeriod(pairs: readonly Pair[]): void {
	const sent = new Map(pairs);
	const month = (end: string): string | undefined => {
		const number = sent.get(`report_${end}_month`);
		return number === undefined ? undefined : `${sent.get(`report_${end}_year`)}-${number.padStart(2, '0')}`;
	};
	const [from, to] = [month('from'), month('to')];
	if (from !== undefined && to !== undefined && from > to) {
		throw new InputError('report_to_month', `The report ends before it starts: ${from} to ${to}`, 'Swap the two ends.');
	}
}

/** The start of an export, checked and encoded. */
interface ExportStart {
	readonly type: ExportType;
	readonly request: ApiRequest;
}

/**
 * Reads what to export from the parameters: `POST /api/v2/exports/{type}`.
 * The key is new every time: a failed export must be startable again.
 * @throws InputError for a required field without a value, and for a value that does not fit
 */
export function exportStart(call: Call, headers: Readonly<Record<string, string>>): ExportStart {
	const names = exportTypes.map(({ value }) => value);
	const chosen = toChoice(call.parameter('exportType', orders.value), 'What to Export', names);
	const type = exportTypes.find(({ value }) => value === chosen) ?? orders;
	const required = requiredFields(type.parameters).map(({ name }) => [name, call.parameter(name, '')]);
	const optional = type.parameters.length > required.length ? addedFields(call, type.parameters) : {};
	const fields = encodeFields(
		{ parameters: type.parameters, customFields: false },
		{ ...Object.fromEntries(required), ...optional },
		call.context,
	);
	requirePeriod(fields);
	return {
		type,
		request: {
			method: 'POST',
			version: 'v2',
			path: `/exports/${type.value}`,
			pairs: [...fields, ...filterPairs(call, type.filters)],
			headers,
			writeKey: randomKey(),
			expects: 'export',
		},
	};
}

/** Says in words which sites have an export: Chargebee says only that the operation is not enabled for the site. */
function incompatible(reason: unknown, { name, catalog }: ExportType): never {
	if (reason instanceof ApiError && reason.details.code === 'configuration_incompatible' && catalog !== 'both') {
		const [others, instead] = catalog === '1.0' ? ['2.0', 'Items or Item Prices'] : ['1.0', 'Plans or Addons'];
		throw new ApiError(reason.message, {
			...reason.details,
			hint: `${name} exist on sites of product catalog ${catalog} only, and this site is of ${others}: export ${instead} instead.`,
		});
	}
	throw reason;
}

/**
 * Starts an export in Chargebee, which goes on there by itself.
 * @param patience how long to wait for Chargebee to have a place for it, in milliseconds
 */
export async function startExport(call: Call, { type, request }: ExportStart, patience: number): Promise<Export> {
	const body = await send(call, { ...request, exportPatience: patience }).catch((reason: unknown) =>
		incompatible(reason, type),
	);
	const started = exportOf(body);
	call.progress(`Export ${started.id} of ${type.name.toLowerCase()} was started`);
	return started;
}
