import { ApiError } from '../../nodes/ChargebeeOrders/errors/ApiError';
import { InputError } from '../../nodes/ChargebeeOrders/errors/InputError';
import { nodeError } from '../../nodes/ChargebeeOrders/errors/nodeError';

describe('what is appended to a hint', () => {
	const node = {
		id: '1',
		name: 'Orders',
		typeVersion: 1,
		type: 'x',
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const place = { node, itemIndex: 0, asTool: false };

	it.each([
		['Check the value', 'Check the value. And more.'],
		['Check the value.', 'Check the value. And more.'],
		['Did you mean note?', 'Did you mean note? And more.'],
		['Chargebee says: "no."', 'Chargebee says: "no." And more.'],
	])('is a sentence of its own after %j', (hint, description) => {
		const error = new ApiError('Wrong', { hint });
		expect(nodeError(error, { ...place, progress: 'And more.' }).description?.replace('<br>\n', ' ')).toBe(description);
	});

	it('stands alone where there is no hint', () => {
		const error = new ApiError('Wrong', { code: 'lock_timeout', retryable: true });
		expect(nodeError(error, place).description).toBe("Chargebee's code: lock_timeout.");
		expect(nodeError(new InputError('note', 'Wrong', 'Mend it.'), place).description).toBe('Mend it.');
	});
});
