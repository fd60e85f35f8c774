package com.example.reactor.first;

import com.example.reactor.ServerUser;

class FirstUser2Tests extends ServerUser {

}
