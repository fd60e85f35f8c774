package io.github.sharedsession;

import java.util.List;

/**
 * A list that all JVMs of a session add to, safe for use by several threads.
 *
 * @param <T> the type of its items
 * @see TestSession#list(String, Class)
 */
public interface SharedList<T> {

	/**
	 * Add an item. Others see it when this returns.
	 * @param item the item, data that survives JSON
	 * @throws SharedValueNotSerializableException when the item does not survive JSON
	 */
	void add(T item);

	/**
	 * Return what has been added so far.
	 * @return a copy; items of one JVM in their order, and JVMs in no order
	 * @throws SharedValueNotSerializableException when an item can't be read as the type
	 * of this list
	 */
	List<T> all();

}
