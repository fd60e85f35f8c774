package com.example.reactor.first;

import com.example.reactor.ServerUser;

class FirstUser1Tests extends ServerUser {

}
