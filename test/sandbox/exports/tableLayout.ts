import type { FilteredRecord } from '../requests/filters';
import { valueAt } from '../requests/filters';
import type { Scalar } from '../requests/scalar';
import { decimalText } from '../seed/currencies';
import type { CsvLayout } from './csvFile';
import { readableTime, titleCase } from './csvFile';

/**
 * How a file is written. The real service does it now one way, now the other: "Customer Id" with values for people and a
 * byte order mark, or `customers.id` with raw values; data that is meant to be imported again has `customer[id]`.
 */
export type TableStyle = 'readable' | 'dotted' | 'importable';

/** A file of an export, in the terms of the API. */
export interface Table {
	name: string;
	style: TableStyle;
	/** What a row is about, e.g. `customer`. */
	resource: string;
	/** Paths such as `customer.first_name`; without a point it stands beside the resources. */
	columns: readonly string[];
}

const times = /^(?:date(?:_from|_to)?|effective_from|\w+_(?:at|date|start|end))$/;
const amounts = /^(?:total|price|tax|discount|credits_applied|unit_price|(?:\w+_)?amount|amount_\w+)$/;
const choices =
	/^(?:taxability|channel|auto_collection|dunning_status|cancel_reason|apply_on|pricing_model|usage_calculation|charge_on_event|payment_method|gateway|offline_payment_method|reason_code|period_unit|trial_period_unit|(?:\w+_)?(?:status|type|applicability))$/;

/** Turns a table into a layout of records. */
export function layoutOf({ name, style, resource, columns }: Table): CsvLayout<FilteredRecord> {
	return {
		name,
		hasMark: style === 'readable',
		columns: columns.map((column) => {
			const path = column.split('.');
			return [headerOf(style, resource, path), (record) => cellOf(style, record, path)];
		}),
	};
}

/** The header of a column. Only the id of a resource is named after it in a readable file: "Customer Id", but "First Name". */
export function headerOf(style: TableStyle, resource: string, path: readonly string[]): string {
	const [owner = resource, attribute = owner] = path.length === 1 ? [resource, ...path] : path;
	if (style === 'dotted') return `${pluralOf(owner)}.${attribute}`;
	if (style === 'importable') return `${owner}[${attribute}]`;
	return titleCase(attribute !== 'id' && owner === resource ? attribute : `${owner}_${attribute}`);
}

function cellOf(style: TableStyle, record: FilteredRecord, path: readonly string[]): Scalar | undefined {
	const value = valueAt(record, path);
	if (typeof value === 'object') return value.join(', ');
	const attribute = path[path.length - 1] ?? '';
	if (times.test(attribute)) return readableTime(value);
	if (style !== 'readable' || value === undefined) return value;
	if (typeof value === 'boolean') return titleCase(String(value));
	if (typeof value === 'number') return amounts.test(attribute) ? decimalText(value, currencyOf(record, path)) : value;
	return choices.test(attribute) ? titleCase(value) : value;
}

function currencyOf(record: FilteredRecord, [owner = '']: readonly string[]): string {
	return String(valueAt(record, [owner, 'currency_code']) ?? record.currency_code);
}

function pluralOf(resource: string): string {
	return resource.endsWith('y') ? `${resource.slice(0, -1)}ies` : `${resource}s`;
}
