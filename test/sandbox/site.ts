import type { ApiVersion } from '../../nodes/ChargebeeOrders/api/parameter';
import type { EventLog } from './events/eventLog';
import type { ExportJobs } from './exports/exportJobs';
import type { InvoiceTable } from './invoices/invoiceTable';
import type { LedgerEntry } from './ledger';
import type { ListedOrders } from './orders/listedOrders';
import type { OrderTable } from './orders/orderTable';
import type { Offsets } from './requests/offsets';
import type { Values } from './requests/parameters';
import type { CurrentShop } from './shop/currentShop';
import type { SiteSettings } from './siteSettings';
import type { EndpointTable } from './webhooks/endpointTable';

/** The state of the sandbox, in memory. */
export interface Site {
	/** The orders as they are now. */
	readonly orders: OrderTable;
	/** The orders as lists and exports see them. */
	readonly listed: ListedOrders;
	readonly invoices: InvoiceTable;
	/** The customers that were made by request, by ID. */
	readonly customers: Map<string, Values>;
	readonly exports: ExportJobs;
	readonly events: EventLog;
	readonly endpoints: EndpointTable;
	readonly offsets: Offsets;
	/** What the orders are part of, as exports see it. */
	readonly shop: CurrentShop;
	readonly settings: SiteSettings;
	/** Unix time in milliseconds. */
	readonly clock: () => number;
}

/** A request that passed the checks which are the same for all operations. */
export interface ApiCall {
	readonly version: ApiVersion;
	/** The decoded id of the path, where it has one. */
	readonly id: string;
	/** The parameters: of the query on GET, of the form on POST. */
	readonly pairs: Array<[string, string]>;
	/** The business entity that the request is limited to. */
	readonly businessEntity: string | undefined;
	readonly entry: LedgerEntry;
}

export type Handler = (site: Site, call: ApiCall) => unknown;
