package com.example.reactor.third;

import com.example.reactor.ServerUser;

class ThirdUser2Tests extends ServerUser {

}
