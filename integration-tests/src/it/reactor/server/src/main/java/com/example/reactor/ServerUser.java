package com.example.reactor;

import com.example.reactor.LedgerServer.Address;
import io.github.sharedsession.SharedBean;
import io.github.sharedsession.SharedSessionBean;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

@SpringBootTest(classes = ServerUser.ServerConfiguration.class)
public abstract class ServerUser {

	@Test
	void usesServer(@Autowired Address address) {
		String ledger = System.getProperty("fixture.ledger");
		Ledger.append(ledger, "fork", "-", "-");
		Ledger.append(ledger, "use-begin", "server", address.generation());
		Ledger.append(ledger, "use-end", "server", address.generation());
	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@SharedSessionBean
		static SharedBean<Address, Address> server() {
			return SharedBean.hosted(LedgerServer.class, System.getProperty("fixture.ledger"));
		}

	}

}
