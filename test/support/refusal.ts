import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';

/** What an input is refused with; fails where it is not. */
export function refusal(work: () => unknown): { parameter: string; message: string; hint: string } {
	try {
		work();
	} catch (error) {
		if (error instanceof InputError) return { parameter: error.parameter, message: error.message, hint: error.hint };
		throw error;
	}
	throw new Error('it was not refused');
}
