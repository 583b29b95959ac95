/**
 * The highest of many values, kept while single ones change: a complete binary tree in which each inner node holds the place of
 * the better of its two children. Ties go to the left, which is the lower place; vacant places lose to everyone. A change
 * walks one path and stops where the winner stays the same: O(log n). Reading the winner is O(1).
 */
const VACANT = -1;

export class Tournament {
  /** By tree node: the winning place, or `VACANT`. Node i has the children 2i and 2i + 1; place p is leaf `leaves` + p. */
  private winners = new Int32Array(2).fill(VACANT);
  private values = new Float64Array(1);
  private leaves = 1;
  /** Places that are not vacant. */
  size = 0;

  /** Makes room for `count` places, all vacant. */
  clear(count: number): void {
    let leaves = 1;
    while (leaves < count) leaves *= 2;
    this.leaves = leaves;
    if (this.values.length < leaves) {
      this.values = new Float64Array(leaves);
      this.winners = new Int32Array(2 * leaves);
    }
    this.winners.fill(VACANT);
    this.size = 0;
  }

  /** Sets a vacant place without telling the tree; `play` must follow. */
  seat(place: number, value: number): void {
    this.values[place] = value;
    this.size++;
    this.winners[this.leaves + place] = place;
  }

  /** Plays all matches. O(n). */
  play(): void {
    for (let i = this.leaves - 1; i >= 1; i--) this.winners[i] = this.match(i);
  }

  put(place: number, value: number): void {
    const vacant = this.winners[this.leaves + place] === VACANT;
    if (!vacant && this.values[place] === value) return;
    if (vacant) this.size++;
    this.values[place] = value;
    this.replay(place, place);
  }

  vacate(place: number): void {
    if (this.winners[this.leaves + place] === VACANT) return;
    this.size--;
    this.replay(place, VACANT);
  }

  /** The place with the highest value; -1 when all are vacant. */
  get winner(): number {
    return this.winners[1]!;
  }

  holds(place: number): boolean {
    return this.winners[this.leaves + place] !== VACANT;
  }

  value(place: number): number {
    return this.values[place]!;
  }

  /** The first place from `from` on with a value of at least `least`; -1 when there is none. O(log n). */
  firstFrom(from: number, least: number): number {
    if (from >= this.leaves) return -1;
    let i = this.leaves + from;
    while (!this.reaches(i, least)) {
      // Up until there is something to the right, then over to it; the root has nothing there.
      while (i % 2 === 1) i >>= 1;
      if (i === 0) return -1;
      i++;
    }
    while (i < this.leaves) i = this.reaches(2 * i, least) ? 2 * i : 2 * i + 1;
    return i - this.leaves;
  }

  /** Writes the best `most` places into `into`, best first, and answers how many there are. O(most log n). */
  best(most: number, into: Int32Array): number {
    let found = 0;
    for (let winner = this.winner; found < most && winner !== VACANT; winner = this.winner) {
      into[found++] = winner;
      this.replay(winner, VACANT);
    }
    for (let i = 0; i < found; i++) this.replay(into[i]!, into[i]!);
    return found;
  }

  private replay(place: number, seated: number): void {
    const { winners } = this;
    let i = this.leaves + place;
    winners[i] = seated;
    for (i >>= 1; i >= 1; i >>= 1) {
      const winner = this.match(i);
      if (winner === winners[i] && winner !== place) return;
      winners[i] = winner;
    }
  }

  private reaches(i: number, least: number): boolean {
    const winner = this.winners[i]!;
    return winner !== VACANT && this.values[winner]! >= least;
  }

  private match(i: number): number {
    const left = this.winners[2 * i]!;
    const right = this.winners[2 * i + 1]!;
    if (left === VACANT) return right;
    return right !== VACANT && this.values[right]! > this.values[left]! ? right : left;
  }
}
