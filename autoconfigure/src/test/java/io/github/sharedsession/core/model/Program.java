package io.github.sharedsession.core.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a process does with one resource, as a table: in which step which operation with
 * which outcome leads to which step. The models run it, and what the production code does
 * is compared with it.
 */
public final class Program {

	private final List<Row> rows;

	Program(List<Row> rows) {
		this.rows = List.copyOf(rows);
	}

	/** All rows, in the order in which they were written. */
	public List<Row> rows() {
		return this.rows;
	}

	/** All rows of a step. */
	public List<Row> rows(String step) {
		return this.rows.stream().filter((row) -> row.step().equals(step)).toList();
	}

	/** The steps that have rows. */
	List<String> steps() {
		Set<String> steps = new LinkedHashSet<>();
		this.rows.forEach((row) -> steps.add(row.step()));
		return List.copyOf(steps);
	}

	/** Change where an outcome leads to. */
	Program lead(String step, Outcome outcome, String next) {
		requireRow((row) -> row.step().equals(step) && row.event().outcome() == outcome);
		return new Program(this.rows.stream()
			.map((row) -> (row.step().equals(step) && row.event().outcome() == outcome && !row.elsewhere())
					? new Row(step, row.event(), next, false) : row)
			.toList());
	}

	/** Change where all that leads to one step leads to. */
	Program redirect(String from, String to, Predicate<Row> condition) {
		return new Program(this.rows.stream()
			.map((row) -> (row.next().equals(from) && condition.test(row))
					? new Row(row.step(), row.event(), to, row.elsewhere()) : row)
			.toList());
	}

	/** Exchange two operations, both of which succeed; where they lead to stays. */
	Program swap(String first, Operation operation, String second, Operation otherOperation) {
		Row one = row(first, operation);
		Row other = row(second, otherOperation);
		return new Program(this.rows.stream()
			.map((row) -> row.equals(one) ? new Row(first, other.event(), one.next(), false)
					: row.equals(other) ? new Row(second, one.event(), other.next(), false) : row)
			.toList());
	}

	/** Put other rows in the place of all those of a step. */
	Program replace(String step, Row... others) {
		List<Row> replaced = new ArrayList<>(this.rows);
		replaced.removeIf((row) -> row.step().equals(step));
		replaced.addAll(List.of(others));
		return new Program(replaced);
	}

	private Row row(String step, Operation operation) {
		Event event = new Event(operation, Outcome.DONE);
		return rows(step).stream()
			.filter((row) -> row.event().equals(event) && !row.elsewhere())
			.findFirst()
			.orElseThrow();
	}

	/** Leave out a step that does one thing. */
	Program skip(String step) {
		String next = onlyRow(step).next();
		return new Program(this.rows.stream()
			.filter((row) -> !row.step().equals(step))
			.map((row) -> row.next().equals(step) ? new Row(row.step(), row.event(), next, row.elsewhere()) : row)
			.toList());
	}

	/** Leave out an operation that always has the same outcome. */
	Program assume(Operation operation, Outcome outcome) {
		Program program = this;
		for (String step : steps()) {
			for (Row row : program.rows(step)) {
				if (row.event().equals(new Event(operation, outcome)) && !row.elsewhere()) {
					program = program.only(row).skip(step);
				}
			}
		}
		return program;
	}

	/** Leave out all rows of a step but one. */
	Program only(Row only) {
		requireRow(only::equals);
		return new Program(
				this.rows.stream().filter((row) -> !row.step().equals(only.step()) || row.equals(only)).toList());
	}

	/** Leave out the rows of a step that do something. */
	Program without(String step, Operation operation) {
		return new Program(this.rows.stream()
			.filter((row) -> !row.step().equals(step) || row.event().operation() != operation)
			.toList());
	}

	private Row onlyRow(String step) {
		List<Row> rows = rows(step).stream().filter((row) -> !row.elsewhere()).toList();
		if (rows.size() != 1) {
			throw new IllegalArgumentException(step + " has " + rows);
		}
		return rows.get(0);
	}

	private void requireRow(Predicate<Row> test) {
		if (this.rows.stream().noneMatch(test)) {
			throw new IllegalArgumentException("There is no such row");
		}
	}

	/**
	 * An operation and how it ended.
	 *
	 * @param operation what was done
	 * @param outcome how it ended
	 */
	public record Event(Operation operation, Outcome outcome) {

		@Override
		public String toString() {
			return this.operation + " " + this.outcome;
		}

	}

	/**
	 * One line of the table.
	 *
	 * @param step where the process is
	 * @param event what it does there
	 * @param next where it is then
	 * @param elsewhere whether the reason for it lies outside of the one resource, so
	 * that the models of one resource do without it
	 */
	public record Row(String step, Event event, String next, boolean elsewhere) {

		@Override
		public String toString() {
			return this.step + ": " + this.event + " -> " + this.next;
		}

	}

}
