import { exportTypes } from '../../../nodes/ChargebeeOrders/api/exports/exportTypes';
import { wireName } from './facts';

/** A fact in which the node deviates from a description of the API, on purpose. */
export interface KnownDifference {
	operation: string;
	side: 'missing' | 'invented';
	fact: string;
	reason: string;
}

const emailIsText = 'Chargebee itself judges addresses; a pattern here would refuse some that it takes';
const pagesAreTheNodes = 'The node pages by itself: Limit and Return All count results, and each page has at most 100';

/** Deviations of the node's tables from the SDK's schemas. */
export const inTables: readonly KnownDifference[] = [
	{ operation: 'update', side: 'missing', fact: 'shipping_address[email] has the format email', reason: emailIsText },
	{ operation: 'import', side: 'missing', fact: 'shipping_address[email] has the format email', reason: emailIsText },
	{ operation: 'import', side: 'missing', fact: 'billing_address[email] has the format email', reason: emailIsText },
];

/** Deviations of the editor from the SDK's schemas. */
export const inEditor: readonly KnownDifference[] = ['getAll', 'getAllForInvoice'].flatMap((operation) =>
	['limit is a whole number', 'limit is at least 1', 'limit is at most 100', 'offset is a text'].map((fact) => ({
		operation,
		side: 'missing' as const,
		fact,
		reason: pagesAreTheNodes,
	})),
);

/** Deviations of the node's tables from Chargebee's OpenAPI document v1. */
export const inTablesOfV1: readonly KnownDifference[] = [
	{ operation: 'update', side: 'missing', fact: 'shipping_address[email] has the format email', reason: emailIsText },
];

/** Deviations of the editor from Chargebee's OpenAPI document v1. */
export const inEditorOfV1: readonly KnownDifference[] = inEditor;

const wrongStatuses =
	'The schemas of the reports have the statuses of invoices here: two lists of one name collide in the SDK';
const calendar = 'A year has twelve months; the schema takes any number';
const ofInvoices = ['not_paid', 'paid', 'payment_due', 'pending', 'posted', 'voided'];
const ofSubscriptions = ['active', 'cancelled', 'future', 'in_trial', 'non_renewing', 'paused', 'transferred'];
const status = (value: string): string => `subscription[status] can be ${value}`;
const bounds = ['report_from_month', 'report_to_month'].flatMap((name) => [
	`${name} is at least 1`,
	`${name} is at most 12`,
]);

/** Deviations of the table of exports from the SDK's schemas; `operation` is the export. */
export const inExportTypes: readonly KnownDifference[] = ['deferred_revenue', 'revenue_recognition'].flatMap(
	(operation) => [
		...ofInvoices.map((value) => ({ operation, side: 'missing' as const, fact: status(value), reason: wrongStatuses })),
		...ofSubscriptions.map((value) => ({
			operation,
			side: 'invented' as const,
			fact: status(value),
			reason: wrongStatuses,
		})),
		...bounds.map((fact) => ({ operation, side: 'invented' as const, fact, reason: calendar })),
	],
);

/** The SDK's methods that no operation of the node stands for. */
export const absentMethods: Readonly<Record<string, string>> = {
	'order.create':
		'Version 2 of the API no longer supports POST /orders; the node creates orders by version 1 and imports them by version 2',
};

const choicesOfExports = exportTypes.flatMap(({ value, filters }) =>
	filters
		.filter(({ kind }) => kind === 'enum')
		.flatMap(({ path, operators }) =>
			operators
				.filter((operator) => operator === 'in' || operator === 'not_in')
				.map((operator) => `${value} ${wireName([...path, operator])}`),
		),
);

/**
 * Operands that the node sends as the API takes them and that the SDK's zod schemas refuse: they take one value
 * where `in` and `not_in` take a list.
 */
export const refusedByZod: readonly string[] = [
	...['status', 'order_type', 'resent_status'].flatMap((name) => [`getAll ${name}[in]`, `getAll ${name}[not_in]`]),
	...choicesOfExports,
	// Their schemas have the statuses of invoices there.
	...['deferred_revenue', 'revenue_recognition'].flatMap((report) =>
		['is', 'is_not'].map((operator) => `${report} subscription[status][${operator}]`),
	),
];
