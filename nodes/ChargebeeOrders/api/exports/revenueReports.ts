import { exactText, type Filter } from '../filters';
import type { ScalarParameter } from '../parameter';

import { customers, relationshipFilters } from './customers';
import { reportGroupings } from './exportEnumerations';
import type { ExportType } from './ExportType';
import { invoices, paymentOwner } from './invoices';
import { subscribedFilters, subscriptions } from './subscriptions';

function month(name: string, description: string): ScalarParameter {
	return { name, kind: 'integer', required: true, minimum: 1, maximum: 12, description };
}

function year(name: string, description: string): ScalarParameter {
	return { name, kind: 'integer', required: true, description };
}

/** The period of a report: whole months. */
const parameters: readonly ScalarParameter[] = [
	{
		name: 'report_by',
		kind: 'enum',
		required: true,
		values: reportGroupings,
		description: 'What each row of the report is about',
	},
	month('report_from_month', 'First month of the report, from 1 to 12'),
	year('report_from_year', 'Year of the first month, such as 2026'),
	month('report_to_month', 'Last month of the report, from 1 to 12'),
	year('report_to_year', 'Year of the last month, such as 2026'),
	{
		name: 'currency_code',
		kind: 'string',
		maxLength: 3,
		description: 'Currency of the report, such as USD',
		placeholder: 'e.g. USD',
	},
	{ name: 'include_discounts', kind: 'boolean', description: 'Whether the report includes discounts; it does unless this is switched off' },
];

/** Whose an invoice is the filters of customers and subscriptions say here. */
const NOT_IN_REPORTS = ['invoice.customer_id', 'invoice.subscription_id', 'subscription.decommissioned'];

/** Invoices, subscriptions and customers stand side by side here, so that each is named. */
function attributesOf(resource: string, { filters }: Pick<ExportType, 'filters'>): Filter[] {
	return filters
		.filter(({ path }) => path[0] === resource && !NOT_IN_REPORTS.includes(path.join('.')))
		.map((filter) => ({ ...filter, qualified: true }));
}

const filters: readonly Filter[] = [
	...attributesOf('invoice', invoices),
	...attributesOf('subscription', subscriptions),
	...attributesOf('customer', customers),
	...subscribedFilters,
	paymentOwner,
	...relationshipFilters,
	exactText('business_entity_id'),
];

export const revenueRecognition: ExportType = {
	value: 'revenue_recognition',
	name: 'Revenue Recognition',
	about: 'Report of the revenue earned month by month',
	catalog: 'both',
	deprecated: true,
	parameters,
	filters,
};

export const deferredRevenue: ExportType = {
	value: 'deferred_revenue',
	name: 'Deferred Revenue',
	about: 'Report of the revenue billed and not yet earned, month by month',
	catalog: 'both',
	deprecated: true,
	parameters,
	filters,
};
