import { pool } from '../../nodes/ChargebeeOrders/async/pool';
import { settled } from '../support/steppedClock';

describe('the pool', () => {
	test('keeps the order, whatever is done first, and never has more under way than its size', async () => {
		let underWay = 0;
		let most = 0;
		const { results } = await pool(100, 8, async (index) => {
			most = Math.max(most, ++underWay);
			for (let turn = 0; turn < (index * 7) % 13; turn++) await Promise.resolve();
			underWay -= 1;
			return index;
		});
		expect(results).toEqual(Array.from({ length: 100 }, (_, index) => index));
		expect(most).toBe(8);
	});

	test('starts nothing after the first failure, and waits for what is under way', async () => {
		const done: number[] = [];
		const { results, failures } = await pool(100, 4, async (index) => {
			await settled();
			if (index === 5) throw new Error('refused');
			done.push(index);
			return index;
		});
		expect(failures.map(({ index }) => index)).toEqual([5]);
		expect(done.length).toBeLessThan(10);
		expect(results.filter((result) => result !== undefined)).toHaveLength(done.length);
	});
});
