import { coupons } from './coupons';
import { creditNotes } from './creditNotes';
import { customers } from './customers';
import type { ExportType } from './ExportType';
import { invoices } from './invoices';
import { attachedItems, differentialPrices, itemFamilies, itemPrices, items, priceVariants } from './items';
import { orders } from './orders';
import { addons, plans } from './plansAndAddons';
import { ramps } from './ramps';
import { deferredRevenue, revenueRecognition } from './revenueReports';
import { subscriptions } from './subscriptions';
import { transactions } from './transactions';

/** Everything that Chargebee exports, orders first and then by name: description, encoder, checks, sandbox and tests are made from this one table. */
export const exportTypes: readonly ExportType[] = [
	orders,
	addons,
	attachedItems,
	coupons,
	creditNotes,
	customers,
	deferredRevenue,
	differentialPrices,
	invoices,
	itemFamilies,
	itemPrices,
	items,
	plans,
	priceVariants,
	ramps,
	revenueRecognition,
	subscriptions,
	transactions,
];
