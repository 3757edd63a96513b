import { wrongValue } from '../requests/apiError';
import type { Values } from '../requests/parameters';
import { startOfMonth } from '../seed/time';
import type { InvoiceLine } from '../shop/invoices';

/** A month, counted from January of the year 0, so that months can be compared. */
export type Month = number;

export type RevenueReport = 'revenue_recognition' | 'deferred_revenue';

/** Reads the months of a report from its checked parameters; years of more or less than four digits, and an end before the start, throw 400. */
export function readMonths(values: Values): Month[] {
	const endAt = (end: 'from' | 'to'): Month => {
		const year = Number(values[`report_${end}_year`]);
		if (!/^\d{4}$/.test(String(year))) throw wrongValue(`report_${end}_year`, 'should be a year of four digits');
		return year * 12 + Number(values[`report_${end}_month`]) - 1;
	};
	const [from, to] = [endAt('from'), endAt('to')];
	if (to < from) throw wrongValue('report_to_month', 'should not be before the start of the report');
	return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** `Nov 2025`. */
export function monthName(month: Month): string {
	return new Date(startOf(month) * 1000).toUTCString().slice(8, 16);
}

/**
 * What a report says of a line for a month, in minor units. A line is earned evenly over the time that it pays for;
 * deferred is what is invoiced and not earned at the end of the month. So the deferred revenue of a month is that of
 * the month before, plus what was invoiced, less what was recognized.
 */
export function revenueIn(month: Month, report: RevenueReport, line: InvoiceLine, revenue: number): number {
	const [start, end] = [startOf(month), startOf(month + 1)];
	const earned = earnedBy(end, line, revenue);
	if (report === 'revenue_recognition') return earned - earnedBy(start, line, revenue);
	return line.date_from < end ? revenue - earned : 0;
}

function earnedBy(moment: number, { date_from, date_to }: InvoiceLine, revenue: number): number {
	if (moment <= date_from) return 0;
	return moment >= date_to ? revenue : Math.floor((revenue * (moment - date_from)) / (date_to - date_from));
}

function startOf(month: Month): number {
	return startOfMonth(Math.floor(month / 12), (month % 12) + 1);
}
