import { wrongValue } from '../requests/apiError';
import type { Form } from '../requests/parameters';
import { creditsLeft } from './creditNotes';
import { sentNumber } from './fields';
import type { Order } from './order';

/** Reads `credit_note[total]` in minor units; more than what the customer paid and was not credited yet is refused. */
export function creditableTotal(order: Order, form: Form): number | undefined {
	const total = sentNumber(form.objects.credit_note, 'total');
	const left = creditsLeft(order.attributes);
	if (total !== undefined && total > left)
		throw wrongValue('credit_note[total]', `should not be greater than the refundable amount ${left}`);
	return total;
}
