import { download } from './export/download';
import { get as getExport } from './export/get';
import { start } from './export/start';
import { startAndDownload } from './export/startAndDownload';
import type { Operation } from './Operation';
import { assignOrderNumber } from './order/assignOrderNumber';
import { cancel } from './order/cancel';
import { create } from './order/create';
import { createRefundableCreditNote } from './order/createRefundableCreditNote';
import { deleteOrder } from './order/delete';
import { get } from './order/get';
import { getAll } from './order/getAll';
import { getAllForInvoice } from './order/getAllForInvoice';
import { importOrder } from './order/import';
import { reopen } from './order/reopen';
import { resend } from './order/resend';
import { update } from './order/update';

/** Every operation of the node: the description, the engine's path and the routing path are made from this one table. */
export const operations: readonly Operation[] = [
	assignOrderNumber,
	cancel,
	create,
	createRefundableCreditNote,
	deleteOrder,
	get,
	getAll,
	getAllForInvoice,
	importOrder,
	reopen,
	resend,
	update,
	download,
	getExport,
	start,
	startAndDownload,
];
