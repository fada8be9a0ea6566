/** A small table for training: young customers who call often leave. The same seed gives the same rows. */
export function makeChurnCsv(rows: number, seed = 1): string {
  let state = seed;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const lines = ['AGE,PLAN,CALLS,CHURN'];
  for (let row = 0; row < rows; row += 1) {
    const age = 18 + Math.floor(random() * 60);
    const calls = Math.floor(random() * 20);
    const plan = random() < 0.5 ? 'basic' : '"big, with extras"';
    const leaves = calls * 3 - age * 0.5 + random() * 8 > 10;
    lines.push(`${age},${plan},${calls},${leaves ? 'yes' : 'no'}`);
  }
  return `${lines.join('\n')}\n`;
}
