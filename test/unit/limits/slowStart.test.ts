import { SlowStart } from '../../../nodes/ChargebeeOrders/transport/limits/slowStart';

/** Starts as many as are admitted; gives their rounds. */
function fill(slow: SlowStart): number[] {
	const rounds: number[] = [];
	while (slow.admits && rounds.length < 100) rounds.push(slow.started());
	return rounds;
}

test('a new site gets eight requests, and one more with every answer', () => {
	const slow = new SlowStart();
	const rounds = fill(slow);
	expect(rounds).toHaveLength(8);
	const [round = NaN] = rounds;
	slow.ended(round);
	expect(fill(slow)).toHaveLength(1);
	slow.answered(round);
	slow.ended(round);
	expect(fill(slow)).toHaveLength(2);
});

test('after a restart there is one, whatever is still on its way from before', () => {
	const slow = new SlowStart();
	const [before = NaN] = fill(slow);
	slow.restart();
	const again = fill(slow);
	expect(again).toHaveLength(1);
	slow.answered(before);
	slow.ended(before);
	expect(slow.admits).toBe(false);
	slow.answered(again[0] ?? NaN);
	expect(fill(slow)).toHaveLength(1);
	slow.ended(again[0] ?? NaN);
	expect(fill(slow)).toHaveLength(1);
});
